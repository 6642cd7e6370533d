import type { CriterionResult, Failure } from '../../domain/verdict.js';
import type { JudgeInput, Judgement, Rule } from './input.js';
import { install } from './install.js';
import { checkResults, look } from './look.js';
import { journeys } from './journeys.js';
import { limits } from './limits.js';
import { cleanLog, otherWarnings } from './log.js';
import { criterionOf, failure } from './place.js';
import { readTestLog } from '../../domain/test-log.js';
import { completeTests, failedTests } from './tests.js';
import { ui } from './ui.js';

/** By the name under which a failure says who found it. */
const RULES: Readonly<Record<string, Rule>> = { limits, install, 'failed-tests': failedTests, 'complete-tests': completeTests, 'clean-log': cleanLog, look, pages: ui, journeys };

/** What a run is worth. Green needs every rule to hold: an exit code of 0 alone says nothing in Odoo. Pure. */
export function judge(input: JudgeInput): Judgement {
  const { observation, declared, module } = input;
  const found = Object.entries(RULES).flatMap(([by, rule]) => rule(input).map((finding): Failure => ({ by, ...finding })));
  const failures = observation.exitCode === 0 || found.length > 0 ? found : [unexplained(observation.exitCode, observation.log)];
  const log = readTestLog(module, observation.records);
  return {
    green: failures.length === 0,
    status: failures.length === 0 ? 'green' : failures.every(({ kind }) => kind === 'flaky') ? 'flaky' : 'red',
    failures,
    warnings: otherWarnings(observation.records),
    criteria: criteriaResults(input, failures),
    checks: checkResults(input),
    tests: {
      declared: declared.length,
      run: log.summary?.run ?? log.started.length,
      failed: log.problems.filter(({ flavour }) => flavour === 'FAIL').length,
      errors: log.problems.filter(({ flavour }) => flavour === 'ERROR').length,
      skipped: log.skipped.length,
    },
  };
}

function unexplained(exitCode: number | null, log: string): Failure {
  const tail = log.trim().split('\n').slice(-20).join('\n');
  return { by: 'exit-code', ...failure({ kind: 'install', message: `Odoo ended with exit code ${exitCode ?? 'none'}.`, traceback: tail, sentence: 'Odoo ended with an error and did not say why; the end of its log is kept with the report.' }) };
}

/** Green: all tests of the criterion ran and none has a failure. Not run: none of its tests started. */
function criteriaResults({ criteria, declared, module, observation }: JudgeInput, failures: readonly Failure[]): readonly CriterionResult[] {
  const log = readTestLog(module, observation.records);
  const started = new Set(log.started);
  const complete = log.summary !== null && observation.state === 'installed';
  return criteria.map(({ id, title }) => {
    const tests = declared.filter((test) => criterionOf(test.method) === id);
    const names = tests.map((test) => test.method);
    const own = failures.filter((found) => found.criterion === id);
    const isFlaky = own.length > 0 && own.every(({ kind }) => kind === 'flaky');
    const ran = tests.filter((test) => started.has(`${test.class}.${test.method}`));
    const status = isFlaky ? 'flaky' : own.length > 0 ? 'red' : complete && tests.length > 0 && ran.length === tests.length ? 'green' : 'not_run';
    return { id, title, status, tests: names };
  });
}
