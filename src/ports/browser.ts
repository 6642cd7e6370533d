import type { Sandbox } from './sandbox.js';

/** A browser inside a sandbox: it sees what listens on the sandbox's loopback, nothing else. */
export interface Browser {
  navigate(url: string): Promise<void>;
  /** Value of a JavaScript function's source, e.g. `() => document.title`, run in the page; JSON. */
  evaluate(functionSource: string): Promise<unknown>;
  /** Value of a function over Playwright's page, e.g. `async (page) => page.title()`, run beside the browser: real keys and clicks. JSON. */
  run(functionSource: string): Promise<unknown>;
  screenshot(): Promise<Uint8Array>;
  /** Errors on the console since the last navigation. */
  consoleErrors(): Promise<readonly string[]>;
  /** The same browser; what it is asked ends when the signal is aborted. */
  until(signal: AbortSignal | undefined): Browser;
  close(): Promise<void>;
}

/** @throws BuilderError transient `browser_failed` */
export type OpenBrowser = (sandbox: Sandbox) => Promise<Browser>;
