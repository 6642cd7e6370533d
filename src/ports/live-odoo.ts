import type { ModuleFile } from '../domain/module-file.js';
import type { Sandbox } from './sandbox.js';
import type { UatState } from './uat-states.js';

export interface StartLiveOdoo {
  readonly module: string;
  readonly files: readonly ModuleFile[];
  /** Install on the template database that has demo data. */
  readonly demo: boolean;
  /** Where a browser reaches the instance, e.g. `https://abc….uat.example.com`; Odoo's `web.base.url`. */
  readonly publicUrl: string;
  readonly login: string;
  readonly password: string;
  /** Of an earlier instance of the same module, whose login and password these are: then nothing is installed. */
  readonly state?: UatState;
  readonly signal?: AbortSignal;
  readonly progress?: (message: string) => Promise<void>;
}

/** An Odoo that stays up in a sandbox for a person, answering on the Unix socket in the sandbox's /run/uat. */
export interface LiveOdoo {
  /**
   * Installs the module, starts Odoo and its relay under a supervisor, and returns once the login page answers
   * through the socket: the path to open first, e.g. `/odoo/action-123`.
   * @throws BuilderError transient `uat_install_failed` | `uat_not_answering` | `uat_state_failed`, with the end of Odoo's log in `details.log`
   */
  start(sandbox: Sandbox, request: StartLiveOdoo): Promise<{ readonly entryPath: string }>;
  /** Rows written in its database so far: another number means that something was entered. */
  written(sandbox: Sandbox): Promise<number>;
  /** All that was entered; null when it is more than is kept. @throws BuilderError transient `uat_state_failed` */
  state(sandbox: Sandbox): Promise<UatState | null>;
}
