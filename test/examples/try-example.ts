import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { TEST_DATABASE } from '../../src/adapters/odoo/database.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { judgeModule, type ModuleJudgement } from '../../src/app/judge-module.js';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { journeysOf } from '../../src/codegen/journey/journeys.js';
import { accessMatrix } from '../../src/domain/access-matrix.js';
import { appsOf } from '../../src/domain/base-modules.js';
import type { CheckName } from '../../src/domain/check.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { PythonChecker } from '../../src/ports/python-checker.js';
import type { TestRequest } from '../../src/ports/module-tester.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { storedSpec } from '../support/stored-spec.js';
import { printedWords, wordsOfOdoo } from '../support/words.js';

export interface TriedExample {
  readonly spec: ModuleSpec;
  readonly verdict: ModuleJudgement;
  /** The texts for translators: those that we print, and those that Odoo finds in the installed module; null when they were not to be compared. */
  readonly words: { readonly printed: readonly string[]; readonly ofOdoo: readonly string[] } | null;
}

export interface TryOptions {
  /** Of the repository, where this does not run from its sources. */
  readonly root?: string;
  /** Whether the texts for translators are compared with Odoo's. */
  readonly words?: boolean;
  /** Whether the sandbox has warmed up before the module comes, as `OMB_WARM_SANDBOXES` has it. */
  readonly ahead?: boolean;
}

/** What opens a sandbox with Odoo's apps in its templates, and ends it after the work. */
export type InSandbox = <T>(work: (sandbox: Sandbox) => Promise<T>, apps: readonly string[]) => Promise<T>;

/**
 * Writes the module of a stored example (`examples/library`), and judges it with these checks in a sandbox of its own, as a
 * session has it. @throws as ModuleTester.test
 */
export async function tryExample(inSandbox: InSandbox, python: PythonChecker, path: string, checks: ReadonlySet<CheckName>, { root, words = true, ahead = false }: TryOptions = {}): Promise<TriedExample> {
  const { spec, bodies } = storedSpec(path, root);
  const files = [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)];
  let ofOdoo: readonly string[] | null = null;
  const run = () => inSandbox(async (sandbox) => {
    const tester = new SandboxModuleTester(openMcpBrowser);
    const request: TestRequest = { module: spec.name, files, checks, access: accessMatrix(spec), journeys: journeysOf(spec), timeoutMs: 240_000 };
    const seen = await (ahead ? (await tester.warm(sandbox, checks)).test(request) : tester.test(sandbox, request));
    if (words) ofOdoo = await wordsOfOdoo(sandbox, TEST_DATABASE, spec, files);
    return seen;
  }, appsOf(spec.depends));
  const verdict = await judgeModule(python, { name: spec.name, files, criteria: spec.acceptance, checks }, run);
  return { spec, verdict, words: ofOdoo === null ? null : { printed: printedWords(spec, bodies), ofOdoo } };
}
