import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Our package as npm would publish it; the same content gives the same bytes. Returns the tarball's path. */
export async function packPackage(root: string, outDir: string): Promise<string> {
  await mkdir(outDir, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', outDir], { cwd: root, maxBuffer: 64 * 2 ** 20 });
  const packed = JSON.parse(stdout) as readonly { readonly filename: string }[] | Readonly<Record<string, { readonly filename: string }>>;
  const [first] = Object.values(packed) as { readonly filename: string }[];
  if (first === undefined) throw new Error('npm pack made no tarball');
  return join(outDir, first.filename);
}
