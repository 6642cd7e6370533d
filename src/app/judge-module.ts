import { declaredTests } from '../codegen/gates/declared-tests.js';
import { runGates } from '../codegen/gates/run-gates.js';
import { CHECK_NAMES, type CheckName } from '../domain/check.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { TestRun } from '../ports/module-tester.js';
import type { PythonChecker } from '../ports/python-checker.js';
import type { Judgement } from './judge/input.js';
import { judge } from './judge/judge.js';

/** What is to be judged. */
export interface Subject {
  /** Technical name of the module. */
  readonly name: string;
  /** Module files and acceptance tests together. */
  readonly files: readonly ModuleFile[];
  readonly criteria: readonly { readonly id: string; readonly title: string }[];
  /** What is tried beyond the tests. */
  readonly checks: ReadonlySet<CheckName>;
}

export interface ModuleJudgement extends Judgement {
  /** Milliseconds that the gates took. */
  readonly gatesMs: number;
  /** Null when a gate refused the module, so that no container was started. */
  readonly run: TestRun | null;
}

/** Gates first; what passes them is run by `run` in a real Odoo, and judged on what was seen. */
export async function judgeModule(python: PythonChecker, subject: Subject, run: (isGreen: (seen: TestRun) => boolean) => Promise<TestRun>): Promise<ModuleJudgement> {
  const { name, files, criteria, checks } = subject;
  const began = performance.now();
  const facts = await python.inspect(files);
  const failures = runGates({ name, files, facts });
  const gatesMs = Math.round(performance.now() - began);
  const declared = declaredTests(facts);
  if (failures.length > 0) return { ...nothingRun(subject, declared.length), failures, gatesMs, run: null };
  const judged = ({ observation }: TestRun): Judgement => judge({ module: name, declared, criteria, observation, checks, sources: { module: name, files, facts } });
  const seen = await run((tested) => judged(tested).green);
  return { ...judged(seen), gatesMs, run: seen };
}

function nothingRun({ criteria, checks }: Subject, declared: number): Judgement {
  return {
    green: false,
    status: 'red',
    failures: [],
    warnings: [],
    criteria: criteria.map(({ id, title }) => ({ id, title, status: 'not_run', tests: [] })),
    checks: CHECK_NAMES.map((name) => ({ name, status: checks.has(name) ? 'not_run' : 'off', details: [] })),
    tests: { declared, run: 0, failed: 0, errors: 0, skipped: 0 },
  };
}
