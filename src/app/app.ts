import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { ArtifactStore } from '../ports/artifact-store.js';
import type { Clock } from '../ports/clock.js';
import type { CureStore } from '../ports/cure-store.js';
import type { Events } from '../ports/events.js';
import type { AnswerStore, LanguageModel } from '../ports/language-model.js';
import type { ModuleTester } from '../ports/module-tester.js';
import type { FigureStore } from '../ports/figures.js';
import type { LiveOdoo } from '../ports/live-odoo.js';
import type { ModulePacker } from '../ports/module-packer.js';
import type { PythonChecker } from '../ports/python-checker.js';
import type { SandboxPool } from '../ports/sandbox.js';
import type { RegisteredHosts } from '../ports/sandbox-hosts.js';
import type { SessionStore } from '../ports/session-store.js';
import type { UatStates } from '../ports/uat-states.js';
import type { UatStore } from '../ports/uat-store.js';
import type { WarmSandboxes } from './warm-sandboxes.js';

/** What the use cases work with; made by compose.ts, by hand in tests. */
export interface App {
  readonly store: SessionStore;
  readonly artifacts: ArtifactStore;
  readonly answers: AnswerStore;
  /** What repairs have taught, across sessions. */
  readonly cures: CureStore;
  /** What operators watch. */
  readonly figures: FigureStore;
  readonly uats: UatStore;
  /** What people entered in live instances, should their host die. */
  readonly uatStates: UatStates;
  readonly events: Events;
  /** Null when no LLM is configured: what a ModuleSpec can say still works. */
  readonly model: LanguageModel | null;
  /** A second, larger one for the acceptance tests and for repairs that are stuck; null when none is configured. */
  readonly strongModel: LanguageModel | null;
  /** Null in processes that have no Docker host (the gateway, command nodes). */
  readonly pool: SandboxPool | null;
  /** Hosts of the pool that operators have added; null where `pool` is null. */
  readonly hosts: RegisteredHosts | null;
  /** Null where `pool` is null. */
  readonly tester: ModuleTester | null;
  /** Null where none are kept: each test starts a sandbox of its own. */
  readonly warm: WarmSandboxes | null;
  readonly python: PythonChecker;
  /** Brings up the Odoo that a person tries the module in. */
  readonly liveOdoo: LiveOdoo;
  readonly pack: ModulePacker;
  readonly clock: Clock;
  readonly config: Config;
  readonly log: Logger;
}
