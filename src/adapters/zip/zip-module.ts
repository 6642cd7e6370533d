import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';
import { BuilderError } from '../../domain/errors.js';
import type { ModulePacker } from '../../ports/module-packer.js';

/** The first moment that a zip entry can name: every entry has it, so that the same files give the same bytes. */
const EPOCH = new Date('1980-01-01T00:00:00Z');
const UNSAFE = /^\/|\\|(^|\/)\.{1,2}(\/|$)|\/\/|[\p{Cc}\p{Cf}]/u;

/** One folder `name` at the root; sorted entries, fixed times and modes. */
export const zipModule: ModulePacker = async (name, files) => {
  if (name === '' || name.includes('/') || UNSAFE.test(name)) throw new BuilderError('bug', 'unsafe_path', `${JSON.stringify(name)} cannot name a module's folder.`);
  const archive = new ZipArchive({ zlib: { level: 9 } });
  const packed = buffer(archive);
  const seen = new Set<string>();
  for (const { path, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (path === '' || UNSAFE.test(path)) throw new BuilderError('bug', 'unsafe_path', `The path ${JSON.stringify(path)} would leave the module's folder or cannot be shown.`);
    if (seen.has(path)) throw new BuilderError('bug', 'unsafe_path', `The path ${JSON.stringify(path)} stands twice in the module.`);
    seen.add(path);
    archive.append(typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content), { name: `${name}/${path}`, date: EPOCH, mode: 0o644 });
  }
  await archive.finalize();
  return packed;
};
