import type { ModuleFile } from '../domain/module-file.js';
import type { Observation } from '../domain/observation.js';
import type { Sandbox } from './sandbox.js';

export interface TestRequest {
  /** Technical name of the module. */
  readonly module: string;
  /** Module files and acceptance tests together. */
  readonly files: readonly ModuleFile[];
  /** For Odoo's installation and tests, milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly progress?: (message: string) => void;
}

export interface TestRun {
  readonly observation: Observation;
  readonly screenshots: readonly { readonly title: string; readonly png: Uint8Array }[];
}

/**
 * Installs a module in a fresh Odoo inside the sandbox, runs its tests, opens its menus in a browser, and says what was seen.
 * What the module does wrong is in the observation; only what the machine does wrong is thrown.
 * @throws BuilderError transient `docker_unreachable` | `sandbox_lost` | `sandbox_start_failed`; the signal's reason when aborted
 */
export interface ModuleTester {
  test(sandbox: Sandbox, request: TestRequest): Promise<TestRun>;
}
