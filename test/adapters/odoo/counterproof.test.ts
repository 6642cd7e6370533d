import { splitCounterproof } from '../../../src/adapters/odoo/counterproof.js';

const KEY = 'a1b2';
const record = (level: string, message: string): string => `${JSON.stringify({ at: 1, level, logger: 'odoo.addons.mini.tests.test_acceptance', path: '', line: 1, message, traceback: null })}\n`;
const red = (count: number): string => Array.from({ length: count }, (_, at) => record('ERROR', `FAIL: TestAcceptance.test_${at}\nTraceback`)).join('');
const redLines = (count: number): string => Array.from({ length: count }, (_, at) => `2026-11-25 19:26:31,856 46 ERROR work odoo.addons.mini.tests.test_acceptance: FAIL: TestAcceptance.test_${at}\nTraceback\n`).join('');
const OWN = record('ERROR', 'FAIL: TestAcceptance.test_ac_1');

test('what stands after the key is counted, and belongs to no account of the run', () => {
  expect(splitCounterproof(KEY, `${OWN}{"counterproof": "${KEY}"}\n${red(5)}`, `log\n${KEY}\n${redLines(5)}`)).toEqual({ stdout: OWN, log: 'log\n', counterproof: { wrong: 5, red: 5 } });
});

test.each([
  ['the records', 3, 5],
  ['the text log', 5, 3],
])('a failure that is missing in %s alone is missing', (_where, inRecords, inLog) => {
  expect(splitCounterproof(KEY, `{"counterproof": "${KEY}"}\n${red(inRecords)}`, `${KEY}\n${redLines(inLog)}`).counterproof).toEqual({ wrong: 5, red: 3 });
});

test('another key is a line like any other, so that nobody who does not know it can hide what comes after', () => {
  const stdout = `{"counterproof": "guessed"}\n${OWN}`;
  expect(splitCounterproof(KEY, stdout, 'guessed\n')).toEqual({ stdout, log: 'guessed\n', counterproof: null });
});
