import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { RemoteHost } from './remote-host.js';

/** What was put onto the host last, as a digest. Written when all of it was done, so that whatever was cut off is done again. */
const STAMP = '/etc/odoo-module-builder/installed';

export const readStamp = async (host: RemoteHost): Promise<string> => (await host.run(`cat ${STAMP} 2>/dev/null || :`)).trim();

export const writeStamp = async (host: RemoteHost, digest: string): Promise<void> => void (await host.run(`mkdir -p "$(dirname ${STAMP})" && echo ${digest} >${STAMP}.new && mv ${STAMP}.new ${STAMP}`));

/** Of texts, in their order. */
export function digestOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}\n${part}`);
  return hash.digest('hex');
}

/** Of names and contents of a .tar.gz file, whenever it was packed. */
export async function digestOfTar(file: string): Promise<string> {
  const entries: string[] = [];
  const unpack = extract();
  unpack.on('entry', (header, content, next) => {
    const hash = createHash('sha256');
    content.on('data', (chunk) => void hash.update(chunk as Buffer));
    content.on('end', () => {
      entries.push(`${header.name} ${hash.digest('hex')}`);
      next();
    });
  });
  await pipeline(createReadStream(file), createGunzip(), unpack);
  return digestOf(...entries.sort());
}
