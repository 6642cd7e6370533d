import type { JudgeInput } from '../../../src/app/judge/input.js';
import { judge } from '../../../src/app/judge/judge.js';
import { CHECK_NAMES, type CheckName } from '../../../src/domain/check.js';
import type { Look, LogRecord, Observation } from '../../../src/domain/observation.js';

const TEST = '/mnt/modules/shelf/tests/test_acceptance.py';
const record = (logger: string, message: string, level: LogRecord['level'] = 'INFO', path = TEST): LogRecord => ({ at: 0, level, logger, path, line: 7, message, traceback: null });
const RUN = [record('odoo.addons.shelf.tests.test_acceptance', 'Starting TestAcceptance.test_ac_1_lent ...')];
const summary = (failed: number): LogRecord => record('odoo.tests.result', `${failed} failed, 0 error(s) of 1 tests`, failed === 0 ? 'INFO' : 'ERROR');
const RED = [...RUN, record('odoo.addons.shelf.tests.test_acceptance', 'FAIL: TestAcceptance.test_ac_1_lent\nTraceback (most recent call last):\n  File "x", line 1, in y\nAssertionError: 1 != 2', 'ERROR'), summary(1)];
const LOOK: Look = { installError: null, tried: [], unanswered: [], stopped: null, records: [], log: '', durations: {} };

function verdict(seen: Partial<Observation>, checks: readonly CheckName[] = CHECK_NAMES) {
  const observation: Observation = { exitCode: 0, timedOut: false, outOfMemory: false, outOfDisk: false, outOfProcesses: false, timeoutMs: 1000, records: [...RUN, summary(0)], log: '0 failed, 0 error(s) of 1 tests', logCut: false, state: 'installed', ui: { opened: [], problems: [] }, driven: null, look: LOOK, counterproof: { wrong: 5, red: 5 }, again: [], durations: {}, ...seen };
  const input: JudgeInput = {
    module: 'shelf',
    declared: [{ module: 'tests.test_acceptance', class: 'TestAcceptance', method: 'test_ac_1_lent', line: 7 }],
    criteria: [{ id: 'AC-1', title: 'Lent' }],
    checks: new Set(checks),
    observation,
    sources: { module: 'shelf', files: [{ path: 'models/book.py', content: 'a\npapers = 1\n' }], facts: { python: [], xml: [] } },
  };
  return judge(input);
}

test('a run in which nothing is wrong is green', () => {
  expect(verdict({})).toMatchObject({ green: true, status: 'green', failures: [] });
});

test('a red test that is green when it is run again alone is flaky: neither green nor red', () => {
  const { green, status, failures, criteria } = verdict({ exitCode: 1, records: RED, again: [{ test: 'TestAcceptance.test_ac_1_lent', green: true }] });
  expect({ green, status }).toEqual({ green: false, status: 'flaky' });
  expect(failures).toMatchObject([{ kind: 'flaky', by: 'failed-tests', criterion: 'AC-1', line: 7 }]);
  expect(criteria[0]!.status).toBe('flaky');
});

test('a test that is red again is red', () => {
  expect(verdict({ exitCode: 1, records: RED, again: [{ test: 'TestAcceptance.test_ac_1_lent', green: false }] })).toMatchObject({ status: 'red', failures: [{ kind: 'test', message: 'AssertionError: 1 != 2' }] });
});

test('what failed when it was tried is by its check, and at the line that its words name', () => {
  const look: Look = { ...LOOK, tried: [{ check: 'reports', what: 'shelf.report_book', status: 'red', message: "KeyError: 'papers'", traceback: null }] };
  const { failures, checks } = verdict({ look });
  expect(failures).toMatchObject([{ kind: 'check', by: 'reports', file: 'models/book.py', line: 2 }]);
  expect(checks.find(({ name }) => name === 'reports')).toMatchObject({ status: 'red', details: [{ what: 'shelf.report_book', status: 'red' }] });
});

test('what is there and was not answered on is no success', () => {
  expect(verdict({ look: { ...LOOK, unanswered: ['crons shelf.cron_x'] } })).toMatchObject({ green: false, failures: [{ kind: 'forged', message: expect.stringContaining('shelf.cron_x') }] });
});

test('a job that never ends is a timeout, told by its name', () => {
  expect(verdict({ look: { ...LOOK, unanswered: ['crons shelf.cron_x', 'crons shelf.cron_y'], stopped: 'time' } }).failures).toMatchObject([{ kind: 'timeout', by: 'look', message: expect.stringContaining('shelf.cron_x') }]);
});

test('a check is off, has nothing, was not run, or holds, and says so', () => {
  const tried = [{ check: 'views', what: 'shelf.v', status: 'green', message: null, traceback: null }, { check: 'crons', what: 'shelf.c', status: 'not_run', message: 'no record', traceback: null }] as const;
  const { checks } = verdict({ look: { ...LOOK, tried }, ui: null }, ['views', 'reports', 'crons', 'pages']);
  expect(Object.fromEntries(checks.map(({ name, status }) => [name, status]))).toEqual({ views: 'green', reports: 'nothing', crons: 'not_run', mail_templates: 'off', access: 'off', demo: 'off', lifecycle: 'off', pages: 'not_run', journeys: 'off' });
});

test('a test that is declared and that Odoo did not run is missed, with its criterion and where it stands', () => {
  expect(verdict({ records: [summary(0)] })).toMatchObject({ green: false, failures: [{ kind: 'tests_missing', by: 'complete-tests', criterion: 'AC-1', file: 'tests/test_acceptance.py', line: 7 }] });
});

test.each([
  ['came out right', { wrong: 5, red: 4 }],
  ['never ran', null],
])('a run in which tests that are wrong on purpose %s is forged', (_what, counterproof) => {
  expect(verdict({ counterproof })).toMatchObject({ green: false, failures: [{ kind: 'forged', by: 'complete-tests', sentence: expect.stringContaining('wrong on purpose') }] });
});

test('a sandbox that was full of processes is told so, and nothing else of a run that nobody could read', () => {
  expect(verdict({ exitCode: null, outOfProcesses: true, state: 'unreadable', records: [], log: '', counterproof: null, look: null, ui: null }).failures).toMatchObject([{ kind: 'out_of_processes', by: 'limits' }]);
});

test('a log that is longer than what is kept is told so, and not as missing tests', () => {
  // Ended for it in the middle of the installation.
  expect(verdict({ logCut: true, exitCode: null, state: 'to install', records: [], counterproof: null }).failures.map(({ kind }) => kind)).toEqual(['log']);
  expect(verdict({ logCut: true, records: RUN, counterproof: null }).failures).toMatchObject([{ kind: 'log', by: 'limits', sentence: expect.stringContaining('more into the log') }]);
});

test('a database that cannot be read after the run is told so', () => {
  expect(verdict({ state: 'unreadable' }).failures).toMatchObject([{ kind: 'install', sentence: expect.stringContaining('could no longer be read') }]);
});

test('an Odoo that ends with 0 before it has said anything is no success', () => {
  expect(verdict({ state: 'to install', records: [], log: '', counterproof: null }).failures).toMatchObject([{ kind: 'forged', by: 'install' }]);
});

test('what a template threw in the browser is at the line that holds its word, whatever Odoo’s client says around it', () => {
  const oops = 'Oops!\n\n Something went wrong...\n\nOwlError: An error occured in the owl lifecycle (see this Error\'s "cause" property)\n    at x\n\nCaused by: TypeError: Cannot read properties of undefined (reading \'papers\')\n    at y';
  expect(verdict({ ui: { opened: [], problems: [{ where: 'Books (kanban)', message: oops }] } }).failures).toMatchObject([{ kind: 'ui', file: 'models/book.py', line: 2 }]);
});
