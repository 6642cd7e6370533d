import type { LogRecord, Observation } from '../../domain/observation.js';
import { readTestLog } from '../../domain/test-log.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { runTests } from './run-odoo.js';

/** Each costs an Odoo; a module with more red tests than these is wrong and not flaky. */
const MAX_AGAIN = 3;
/** For one of them, the update of the module included: 10 to 49 s were seen with four sandboxes on 2 cores, twice what such a host is given. */
const MAX_MS = 180_000;

/** Runs the red tests a second time, each alone. None when there are too many. */
export async function testAgain(sandbox: Sandbox, module: string, records: readonly LogRecord[], options: { timeoutMs: number; signal?: AbortSignal; progress?: (message: string) => void }): Promise<Observation['again']> {
  const red = [...new Set(readTestLog(module, records).problems.map(({ test }) => nameOf(test)))];
  if (red.length === 0 || red.length > MAX_AGAIN) return [];
  const again: { test: string; green: boolean }[] = [];
  for (const test of red) {
    options.progress?.(`Running ${test} a second time, alone`);
    const run = await runTests(sandbox, module, { update: true, tags: `/${module}:${test}`, ...options, timeoutMs: Math.min(options.timeoutMs, MAX_MS) });
    const { summary, problems, skipped } = readTestLog(module, run.records);
    again.push({ test, green: run.exitCode === 0 && summary !== null && summary.run > 0 && summary.failed + summary.errors === 0 && problems.length + skipped.length === 0 });
  }
  return again;
}

/** `Class.method`, or `Class` where its set-up broke. */
const nameOf = (test: string): string => /\((?:\w+\.)*(\w+)\)$/.exec(test)?.[1] ?? test;
