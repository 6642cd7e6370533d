import crypto from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { constants, zstdCompressSync } from 'node:zlib';
import { loadPyodide } from 'pyodide';
import { snapshotName } from '../src/adapters/python/python.mjs';

/** The memory of a CPython that has loaded what the checks of a module's sources import (src/adapters/python). */
const file = new URL(`../dist/src/adapters/python/${snapshotName}`, import.meta.url);
if (!existsSync(file)) {
  const folder = new URL('.', file);
  for (const name of await readdir(folder)) if (name.includes('.snapshot.zst')) await rm(new URL(name, folder));
  // The same bytes from each build, as of all else in the package: no time, no chance and no path of this machine stand in it.
  Date.now = performance.now = () => 0;
  crypto.randomFillSync = (view) => view.fill(0);
  process.argv[1] = 'python';
  const python = await loadPyodide({ _makeSnapshot: true, env: { PYTHONHASHSEED: '0' } });
  python.runPython('import ast, json, xml.parsers.expat');
  const unfinished = new URL(`${file.href}.${process.pid}`);
  // With a checksum: Pyodide would wait for ever in a memory that is not whole.
  await writeFile(unfinished, zstdCompressSync(python.makeMemorySnapshot(), { params: { [constants.ZSTD_c_compressionLevel]: 12, [constants.ZSTD_c_checksumFlag]: 1 } }));
  await rename(unfinished, file);
}
