// Plain JavaScript, for the worker threads that load it by path.
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { loadPyodide, version } from 'pyodide';

/** What `npm run build` leaves: the memory of a CPython that has just started. Pyodide takes none of another build of itself. */
export const snapshotName = `pyodide-${version}.snapshot.zst`;

/** Beside us in the package. Tests run us from src/, and find what the last build has made. */
const FOLDERS = ['./', '../../../dist/src/adapters/python/'];

/**
 * CPython, compiled to WebAssembly: from its snapshot in 0.3 s, where hashes and random numbers are always the same; from nothing
 * in 2.5 s where there is none that is whole, which Node then warns of.
 * @param folders where it is looked for, relative to this file
 */
export async function loadPython(folders = FOLDERS) {
  const reasons = [];
  for (const folder of folders) {
    try {
      return await loadPyodide({ _loadSnapshot: await promisify(zstdDecompress)(await readFile(new URL(folder + snapshotName, import.meta.url))) });
    } catch (error) {
      reasons.push(`${folder}: ${error?.message ?? error}`);
    }
  }
  process.emitWarning(`CPython starts from nothing, which takes longer: ${snapshotName} cannot be taken (${reasons.join('; ')}). Build or install the package again.`);
  return loadPyodide();
}
