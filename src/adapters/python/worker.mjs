// Plain JavaScript, because a worker thread loads it by path from src/ (tests) and dist/ alike.
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { loadPython } from './python.mjs';

const ready = (async () => {
  const python = await loadPython();
  python.runPython(readFileSync(new URL('inspect_sources.py', import.meta.url), 'utf8'));
  const inspect = python.globals.get('inspect_sources');
  return (files) => ({ facts: inspect(files), grown: python._module.HEAPU8.length });
})();

parentPort.on('message', async ({ id, files }) => {
  try {
    parentPort.postMessage({ id, ...(await ready)(files) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
