import { createHash, generateKeyPair } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PublicKey {
  /** `ssh-rsa AAAA…` without a comment. */
  readonly line: string;
  /** Eight hex digits of the key's digest: another key has another name at Lightsail. */
  readonly id: string;
}

/** The operator's key of the folder; null when none was made yet. */
export async function readKey(folder: string): Promise<PublicKey | null> {
  const text = await readFile(join(folder, 'id_rsa.pub'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const line = text.trim().split(/\s+/).slice(0, 2).join(' ');
  return { line, id: createHash('sha256').update(line).digest('hex').slice(0, 8) };
}

/**
 * The operator's key for the hosts, made once and kept in the folder as `id_rsa` with mode 0600; only its public half
 * leaves it. RSA: every system that Lightsail offers takes it.
 */
export async function ensureKey(folder: string): Promise<PublicKey> {
  const key = await readKey(folder);
  if (key !== null) return key;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 3072 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  // The public half comes last: a key whose folder has it is whole.
  await writeWhole(join(folder, 'id_rsa'), privateKey.export({ format: 'pem', type: 'pkcs1' }).toString());
  await writeWhole(join(folder, 'id_rsa.pub'), `ssh-rsa ${Buffer.concat([field(Buffer.from('ssh-rsa')), number(e), number(n)]).toString('base64')}\n`);
  return ensureKey(folder);
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text, { mode: 0o600 });
  await rename(`${file}.draft`, file);
}

/** A field of SSH's wire format (RFC 4251, section 5): its length in four bytes, then its bytes. */
function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A JWK's number as SSH writes it: with a zero before a high first bit, which would be a minus. */
function number(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return field((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}
