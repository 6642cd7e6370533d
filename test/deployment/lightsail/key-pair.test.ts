import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKey, readKey } from '../../../deployment/lightsail/key-pair.js';

let folder: string;
beforeEach(async () => void (folder = join(await mkdtemp(join(tmpdir(), 'omb-key-')), 'project')));
afterEach(() => rm(join(folder, '..'), { recursive: true }));

test('a key is made once, and nobody else may read it', async () => {
  expect(await readKey(folder)).toBeNull();
  const key = await ensureKey(folder);
  expect(await ensureKey(folder)).toEqual(key);
  expect(key.id).toMatch(/^[0-9a-f]{8}$/);
  expect([(await stat(folder)).mode & 0o777, (await stat(join(folder, 'id_rsa'))).mode & 0o777]).toEqual([0o700, 0o600]);
});

test('both halves belong together, as SSH writes them', async () => {
  const { line } = await ensureKey(folder);
  const [kind, e, n] = fields(Buffer.from(line.split(' ')[1] ?? '', 'base64'));
  const { n: modulus, e: exponent } = createPublicKey(createPrivateKey(await readFile(join(folder, 'id_rsa'), 'utf8'))).export({ format: 'jwk' });
  expect([kind?.toString(), e?.toString('hex'), n?.toString('hex')]).toEqual(['ssh-rsa', hex(exponent), `00${hex(modulus)}`]);
});

const hex = (base64url = ''): string => Buffer.from(base64url, 'base64url').toString('hex');

function fields(bytes: Buffer): Buffer[] {
  if (bytes.length === 0) return [];
  const end = 4 + bytes.readUInt32BE();
  return [bytes.subarray(4, end), ...fields(bytes.subarray(end))];
}
