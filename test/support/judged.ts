import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { judge } from '../../src/app/judge/judge.js';
import type { Judgement } from '../../src/app/judge/input.js';
import { declaredTests } from '../../src/codegen/gates/declared-tests.js';
import type { CheckName } from '../../src/domain/check.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import type { Observation } from '../../src/domain/observation.js';
import type { TestRun } from '../../src/ports/module-tester.js';
import { inSandbox } from './sandbox.js';

export interface Judged extends Judgement {
  readonly observation: Observation;
  readonly screenshots: TestRun['screenshots'];
}

const python = createPythonChecker();

/**
 * Installs and tests a version of the mini module for real, and judges it: also what the gates would have refused. No more
 * than its tests unless checks are named: those have the verdict table.
 */
export async function judged(files: readonly ModuleFile[], options: { readonly timeoutMs?: number; readonly checks?: readonly CheckName[] } = {}): Promise<Judged> {
  const { timeoutMs = 120_000 } = options;
  const checks = new Set(options.checks);
  const { observation, screenshots } = await inSandbox((sandbox) => new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: 'mini', files, timeoutMs, checks, access: [] }));
  const criteria = [{ id: 'AC-1', title: 'A book has a name' }, { id: 'AC-2', title: 'Pages start at zero' }];
  const facts = await python.inspect(files);
  return { ...judge({ module: 'mini', declared: declaredTests(facts), criteria, observation, checks, sources: { module: 'mini', files, facts } }), observation, screenshots };
}
