import { performance } from 'node:perf_hooks';
import { judgeModule, type ModuleJudgement } from '../../src/app/judge-module.js';
import { CHECK_NAMES } from '../../src/domain/check.js';
import type { Failure } from '../../src/domain/verdict.js';
import type { ModuleTester } from '../../src/ports/module-tester.js';
import type { PythonChecker } from '../../src/ports/python-checker.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import type { Expected, VerdictCase } from './case.js';

/** What a case is tried with; `inSandbox` gives a sandbox for the time of the work. */
export interface Bench {
  readonly python: PythonChecker;
  readonly tester: ModuleTester;
  inSandbox<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T>;
}

export interface Row {
  readonly tried: VerdictCase;
  readonly verdict: ModuleJudgement;
  /** The failure that is the expected one, else the first. */
  readonly failure: Failure | null;
  readonly ok: boolean;
  readonly milliseconds: number;
}

const checks = new Set(CHECK_NAMES);

/** The verdict of the product on one case, beside what it should be. */
export async function tryCase(bench: Bench, tried: VerdictCase): Promise<Row> {
  const began = performance.now();
  const { module, files } = tried;
  const verdict = await judgeModule(bench.python, { name: module, files, criteria: [], checks }, () => bench.inSandbox((sandbox) => bench.tester.test(sandbox, { module, files, checks, access: tried.access, journeys: tried.journeys, timeoutMs: tried.timeoutMs })));
  const [first = null] = verdict.failures;
  const ok = tried.expected === null ? verdict.green : !verdict.green && first !== null && isExpected(first, tried.expected);
  return { tried, verdict, failure: first, ok, milliseconds: performance.now() - began };
}

function isExpected(failure: Failure, { kind, by, file, line, says }: Expected): boolean {
  return failure.kind === kind && failure.by === by && failure.file === file && failure.line === line && says.test(`${failure.message}\n${failure.sentence}`);
}
