// Plain JavaScript: a worker thread loads it by path, past jest's transform.
import { parentPort, workerData } from 'node:worker_threads';
import { loadPython } from '../../src/adapters/python/python.mjs';

const ready = loadPython().then((python) => {
  python.runPython(workerData.program);
  return python.runPython('import json\nlambda name, argument: json.dumps(globals()[name](json.loads(argument)))');
});

parentPort.on('message', async ({ id, name, argument }) => {
  try {
    parentPort.postMessage({ id, result: (await ready)(name, argument) });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
