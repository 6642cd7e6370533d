import { pack } from 'tar-stream';
import { BuilderError } from '../../domain/errors.js';
import type { ModuleFile } from '../../domain/module-file.js';

/** Files as a tar archive (for `tar -x` over stdin). Refuses paths that lead out of the directory. */
export async function packTar(files: readonly ModuleFile[]): Promise<Buffer> {
  const archive = pack();
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.path.split('/');
    if (file.path === '' || file.path.includes('\\') || parts.some((part) => part === '' || part === '.' || part === '..')) {
      throw new BuilderError('bug', 'path_refused', `The path "${file.path}" may not be put into a sandbox.`);
    }
    for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'));
  }
  for (const folder of [...folders].sort()) archive.entry({ name: `${folder}/`, type: 'directory', mode: 0o755 });
  for (const file of files) archive.entry({ name: file.path, mode: 0o644 }, typeof file.content === 'string' ? file.content : Buffer.from(file.content));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
