import type { AccessCell, CheckName } from '../domain/check.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { Observation } from '../domain/observation.js';
import type { Journey } from '../domain/journey.js';
import type { Sandbox } from './sandbox.js';

export interface TestRequest {
  /** Technical name of the module. */
  readonly module: string;
  /** Module files and acceptance tests together. */
  readonly files: readonly ModuleFile[];
  /** What is tried beyond the module's own tests. */
  readonly checks: ReadonlySet<CheckName>;
  /** The access matrix of the module's specification; empty when it has none, so that its own rows of rights are what it is held to. */
  readonly access: readonly AccessCell[];
  /** What a person does in the browser for each acceptance criterion; none without a specification. */
  readonly journeys?: readonly Journey[];
  /** An earlier revision of the module that somebody had in hands; none at first. */
  readonly earlier?: readonly ModuleFile[];
  /** For Odoo's installation and tests, milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly progress?: (message: string) => void;
}

export interface Screenshot {
  readonly title: string;
  /** Id of the criterion of whose journey it is; null of a page. */
  readonly criterion: string | null;
  readonly png: Uint8Array;
}

/** The same module with one thing broken in each, and the same tests. */
export interface MutantRequest extends Pick<TestRequest, 'module' | 'timeoutMs' | 'signal' | 'progress'> {
  /** Module files and acceptance tests together, of each. */
  readonly mutants: readonly (readonly ModuleFile[])[];
}

/** What the tests said of one mutant. */
export interface MutantRun {
  /** False when it does not even install, so that no test had to notice. */
  readonly installs: boolean;
  /** Tests that are red, e.g. `TestAcceptance.test_ac_1_lend`. */
  readonly red: readonly string[];
}

export interface TestRun {
  readonly observation: Observation;
  readonly screenshots: readonly Screenshot[];
}

/**
 * Installs a module in a fresh Odoo inside the sandbox, runs its tests, makes the checks that are asked for, and says what was seen.
 * What the module does wrong is in the observation; only what the machine does wrong is thrown.
 * @throws BuilderError transient `docker_unreachable` | `sandbox_lost` | `sandbox_start_failed`; the signal's reason when aborted
 */
export interface ModuleTester {
  /** Makes all ready that does not depend on the module. `checks`: those that a module may ask for here. @throws as `test` */
  warm(sandbox: Sandbox, checks: ReadonlySet<CheckName>): Promise<ReadySandbox>;
  test(sandbox: Sandbox, request: TestRequest): Promise<TestRun>;
  /** Each mutant in a database of its own, one after the other, in a sandbox that may have been used. @throws as `test` */
  testMutants(sandbox: Sandbox, request: MutantRequest): Promise<readonly MutantRun[]>;
}

/** A sandbox that waits for a module. One only: it is destroyed afterwards. */
export interface ReadySandbox {
  readonly sandbox: Sandbox;
  /** False when one of its processes has ended meanwhile. */
  isReady(): boolean;
  /** @throws as ModuleTester.test */
  test(request: TestRequest): Promise<TestRun>;
}
