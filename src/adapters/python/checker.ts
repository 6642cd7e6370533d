import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { BuilderError } from '../../domain/errors.js';
import type { SourceFacts } from '../../domain/source-facts.js';
import type { PythonChecker } from '../../ports/python-checker.js';

/** What CPython is given; a module of 12 models needs a tenth. */
const MAX_INPUT_BYTES = 8 * 2 ** 20;
/** The worst that half a MiB of hostile Python could do was 1.5 s and 200 MB. */
const MAX_FILE_BYTES = 2 ** 19;
const MAX_HEAP_MB = 512;
/** WebAssembly's memory lies outside the heap and never shrinks: a parser that grew past this is replaced. 105 MB at start. */
const MAX_GROWN_BYTES = 512 * 2 ** 20;
/** A file of 5 kB takes 6 ms. */
const TIMEOUT_MS = 30_000;
/** From nothing loading takes 2.5 s on 2 cores, and half a minute where 30 processes want them; nobody's source has a part in it. */
const LOAD_MS = 180_000;

interface Answer {
  readonly id: number;
  readonly facts?: string;
  readonly error?: string;
  /** Bytes of WebAssembly memory. */
  readonly grown?: number;
}

/**
 * CPython, compiled to WebAssembly, in a worker thread: a real parser with no way to the machine. One a process,
 * started by the first call; a source that hangs or overruns it ends the worker, not the process.
 */
export function createPythonChecker(timeoutMs = TIMEOUT_MS, loadMs = LOAD_MS): PythonChecker {
  let worker: Worker | null = null;
  let isLoaded = false;
  let next = 0;
  const waiting = new Map<number, (answer: Answer) => void>();

  const lost = (reason: string): void => {
    worker = null;
    for (const [id, answer] of waiting) answer({ id, error: reason });
    waiting.clear();
  };

  const running = (): Worker => {
    if (worker !== null) return worker;
    const started = new Worker(pathToFileURL(join(__dirname, 'worker.mjs')), { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB }, execArgv: [], env: {} });
    isLoaded = false;
    started.on('message', (answer: Answer) => {
      isLoaded ||= started === worker;
      waiting.get(answer.id)?.(answer);
    });
    started.on('error', (error) => started === worker && lost(String(error)));
    started.on('exit', () => started === worker && lost('the parser ended'));
    worker = started;
    return started;
  };

  /** The next call starts anew; those that wait for this one still get their answers unless it failed. */
  const retire = (thread: Worker): void => {
    if (thread !== worker || waiting.size > 0) return;
    worker = null;
    void thread.terminate();
  };

  return {
    async inspect(files) {
      const texts = files.filter(({ path }) => /\.(py|xml|svg)$/.test(path)).map(({ path, content }) => [path, typeof content === 'string' ? content : Buffer.from(content).toString('utf8')] as const);
      const large = texts.find(([, text]) => Buffer.byteLength(text) > MAX_FILE_BYTES);
      if (large !== undefined) throw new BuilderError('user', 'sources_too_large', `${large[0]} is larger than ${MAX_FILE_BYTES / 2 ** 10} KiB; a source of that size cannot be checked. Split it.`);
      const size = texts.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
      if (size > MAX_INPUT_BYTES) throw new BuilderError('user', 'sources_too_large', `The module's sources are ${Math.round(size / 2 ** 20)} MiB; at most ${MAX_INPUT_BYTES / 2 ** 20} MiB can be checked.`);
      const id = next++;
      const answer = await new Promise<Answer>((resolve) => {
        const thread = running();
        const timer = setTimeout(() => {
          if (thread === worker) lost('the parser did not end in time');
          void thread.terminate();
        }, isLoaded ? timeoutMs : loadMs + timeoutMs);
        waiting.set(id, (done) => {
          clearTimeout(timer);
          waiting.delete(id);
          if (done.error !== undefined || (done.grown ?? 0) > MAX_GROWN_BYTES) retire(thread);
          // Whoever has nothing else to do may end although the parser is there.
          if (waiting.size === 0) worker?.unref();
          resolve(done);
        });
        thread.ref();
        thread.postMessage({ id, files: JSON.stringify(texts) });
      });
      if (answer.facts === undefined) throw new BuilderError('bug', 'python_checker_failed', `The sources could not be checked: ${answer.error ?? 'no answer'}.`);
      return JSON.parse(answer.facts) as SourceFacts;
    },
    async close() {
      const ending = worker;
      worker = null;
      await ending?.terminate();
    },
  };
}

