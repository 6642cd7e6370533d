import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

interface Answer {
  readonly id: number;
  readonly result?: string;
  readonly error?: string;
}

/** A real CPython (WebAssembly, no way to the machine) with a program of the test's: what printed Python means is asked of Python itself. */
export class CPython {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private next = 0;

  /** @param program a Python file beside the tests; its functions take and give what JSON can say */
  constructor(program: string) {
    this.worker = new Worker(pathToFileURL(join(__dirname, 'cpython-worker.mjs')), { workerData: { program: readFileSync(program, 'utf8') }, execArgv: [], env: {} });
    this.worker.on('message', (answer: Answer) => this.waiting.get(answer.id)?.(answer));
    this.worker.on('error', (error) => this.waiting.forEach((answer, id) => answer({ id, error: String(error) })));
  }

  async call<T>(name: string, argument: unknown): Promise<T> {
    const id = this.next++;
    const answer = await new Promise<Answer>((resolve) => {
      this.waiting.set(id, resolve);
      this.worker.postMessage({ id, name, argument: JSON.stringify(argument) });
    });
    this.waiting.delete(id);
    if (answer.result === undefined) throw new Error(answer.error);
    return JSON.parse(answer.result) as T;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
