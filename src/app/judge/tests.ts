import type { Finding } from '../../domain/verdict.js';
import type { JudgeInput, Rule } from './input.js';
import { criterionOf, essence, failure, inModule, NOWHERE, testPlace, wordsOf, type Place } from './place.js';
import { readTestLog, type TestProblem } from '../../domain/test-log.js';

/** A test failed, or could not be set up. */
export const failedTests: Rule = ({ module, observation, criteria }) =>
  readTestLog(module, observation.records).problems.map((problem) => {
    const failed = failedTest(module, problem, criteria);
    return isGreenAgain(observation, problem.test) ? { ...failed, kind: 'flaky', sentence: `${failed.sentence} Run again alone it held: it does not depend on the module alone, so it proves nothing.` } : failed;
  });

/** Run a second time, alone, it was green. */
function isGreenAgain({ again }: JudgeInput['observation'], test: string): boolean {
  return again.some((each) => each.green && (each.test === test || test.endsWith(`.${each.test})`)));
}

function failedTest(module: string, { test, flavour, record }: TestProblem, criteria: JudgeInput['criteria']): Finding {
  const [, ...rest] = record.message.split('\n');
  const traceback = rest.join('\n').trim() || record.traceback;
  const file = inModule(module, record.path);
  const place = file === null ? testPlace(module, traceback ?? '') : { file, line: record.line };
  const criterion = criterionOf(test);
  const title = criteria.find(({ id }) => id === criterion)?.title;
  const message = traceback === null ? record.message : wordsOf(traceback);
  const what = title === undefined ? `The test ${test}` : `"${title}" (${criterion ?? ''})`;
  return failure({ kind: 'test', criterion, ...place, message, traceback, sentence: flavour === 'FAIL' ? `${what} does not hold: ${essence(message)}` : `${what} could not be tried, because an error came up: ${essence(message)}` });
}

/** Every declared test ran to its end: none missing, none skipped, none that nobody declared, and the run told its sum. */
export const completeTests: Rule = (input) => {
  const { module, observation, declared } = input;
  if (observation.timedOut || observation.outOfMemory || observation.outOfDisk || observation.outOfProcesses || observation.logCut || observation.state !== 'installed' || observation.exitCode === 255) return [];
  if (declared.length === 0) return [failure({ kind: 'tests_missing', message: 'The module declares no tests.', sentence: 'The module has no tests, so nothing shows that it does what was asked for.' })];
  const log = readTestLog(module, observation.records);
  const skipped = log.skipped.map(({ test, reason }) =>
    failure({ kind: 'skipped', criterion: criterionOf(test), ...declaredPlace(declared, test), message: `skipped ${test}: ${reason}`, sentence: `The test ${test} was skipped (${reason}); a test that does not run proves nothing.` }),
  );
  const missing = skipped.length > 0 || log.problems.length > 0 ? [] : missingTests(input, new Set(log.started));
  return [...skipped, ...missing, ...summaryFailures(input), ...counterproofFailures(input)];
};

/** Where the sources declare a test `Class.method`. */
function declaredPlace(declared: JudgeInput['declared'], test: string): Place {
  const found = declared.find(({ class: name, method }) => test.endsWith(`${name}.${method}`));
  return found === undefined ? NOWHERE : { file: `${found.module.replaceAll('.', '/')}.py`, line: found.line };
}

function missingTests({ declared }: JudgeInput, started: ReadonlySet<string>): readonly Finding[] {
  return declared
    .filter((test) => !started.has(`${test.class}.${test.method}`))
    .map((test) => failure({ kind: 'tests_missing', criterion: criterionOf(test.method), file: `${test.module.replaceAll('.', '/')}.py`, line: test.line, message: `${test.class}.${test.method} did not run.`, sentence: `The test ${test.method} was declared but Odoo did not run it; it must be imported in tests/__init__.py and not tagged away.` }));
}

/** Tests that are wrong on purpose, under the names of the module's own, have to come out red. */
function counterproofFailures({ module, observation: { counterproof, records } }: JudgeInput): readonly Finding[] {
  const { summary } = readTestLog(module, records);
  // Where no test ran there is none whose word could be doubted, and the module is not green anyhow.
  if (summary === null || summary.run === 0 || (counterproof !== null && counterproof.red === counterproof.wrong)) return [];
  const message = counterproof === null ? 'The run ended before the tests that are wrong on purpose.' : `Of ${counterproof.wrong} tests that are wrong on purpose ${counterproof.red} came out red.`;
  return [failure({ kind: 'forged', message, sentence: 'Tests that are wrong on purpose came out right, or never ran: something in the module changes what tests say.' })];
}

/** The sum that Odoo states, the tests seen to start, the sources and the text log must agree. */
function summaryFailures({ module, observation, declared }: JudgeInput): readonly Finding[] {
  const log = readTestLog(module, observation.records);
  const forged = (message: string, sentence: string): Finding[] => [failure({ kind: 'forged', message, sentence })];
  if (log.summary === null) {
    return log.started.length === 0 ? [] : forged('Odoo ended without stating the result of its tests.', 'The run ended in the middle of the tests: something in the module ends Odoo, or hides what Odoo says.');
  }
  if (log.problems.length > 0 || log.skipped.length > 0) return [];
  const { failed, errors, run } = log.summary;
  if (failed + errors > 0) return forged(`Odoo counts ${failed} failed and ${errors} errors, but none of them is in the log.`, 'Tests failed, and the log does not say which: something in the module hides what Odoo says.');
  const said = `${failed} failed, ${errors} error(s) of ${run} tests`;
  if (!observation.log.includes(said)) return forged(`"${said}" is in one account of the run and not in the other.`, 'The two accounts of the test run contradict each other: something in the module changes what Odoo says.');
  if (run > declared.length || log.started.length > declared.length) return forged(`${run} tests ran, ${declared.length} are declared.`, 'More tests ran than the module declares, so the count cannot be trusted.');
  return [];
}
