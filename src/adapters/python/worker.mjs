// Plain JavaScript, because a worker thread loads it by path from src/ (tests) and dist/ alike.
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { loadPyodide } from 'pyodide';

const ready = (async () => {
  const python = await loadPyodide();
  python.runPython(readFileSync(new URL('inspect_sources.py', import.meta.url), 'utf8'));
  return python.globals.get('inspect_sources');
})();

parentPort.on('message', async ({ id, files }) => {
  try {
    parentPort.postMessage({ id, facts: (await ready)(files) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
