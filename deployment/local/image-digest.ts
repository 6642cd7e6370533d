import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * 12 hex digits over all that an image is made from: the paths, contents and executable bits below `folder`, and `parent`,
 * the digest of the image that it builds on. Prose (`*.md`) and installed packages (`node_modules`) do not count: the
 * former changes nothing, the latter follow from the lock file.
 */
export async function imageDigest(folders: readonly string[], parent = ''): Promise<string> {
  const hash = createHash('sha256').update(parent);
  for (const folder of folders) {
    for (const file of await filesBelow(folder)) {
      const { mode } = await stat(file);
      const content = createHash('sha256').update(await readFile(file)).digest('hex');
      hash.update(`${relative(folder, file).split(sep).join('/')}\0${(mode & 0o111) === 0 ? '-' : 'x'}\0${content}\n`);
    }
  }
  return hash.digest('hex').slice(0, 12);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).split(sep).includes('node_modules'))
    .sort();
}
