import type { Verdict } from '../../src/domain/verdict.js';

/** A verdict with something of everything in it. */
export function sampleVerdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    green: false, status: 'red', module: 'shelf', moduleDigest: 'd'.repeat(64), odooVersion: '19.0', image: 'omb-sandbox:1', state: 'installed', exitCode: 1,
    tests: { declared: 3, run: 3, failed: 1, errors: 0, skipped: 0 },
    criteria: [
      { id: 'AC-1', title: 'A book is lent', status: 'green', tests: ['test_ac_1_lent'] },
      { id: 'AC-2', title: 'Progress is a <share>', status: 'red', tests: ['test_ac_2_progress'] },
      { id: 'AC-3', title: 'Never run', status: 'not_run', tests: [] },
    ],
    checks: [
      { name: 'reports', status: 'red', details: [{ what: 'shelf.report_book', status: 'red', note: 'QWebError' }, { what: 'shelf.report_card', status: 'green', note: null }] },
      { name: 'crons', status: 'nothing', details: [] },
      { name: 'lifecycle', status: 'off', details: [] },
    ],
    failures: [
      { kind: 'test', by: 'failed-tests', criterion: 'AC-2', file: 'tests/test_acceptance.py', line: 9, message: "AssertionError: '</script>' != 2", traceback: 'Traceback\u0000\u001b[0m', screenshot: null, sentence: 'Progress does not hold: <b>"0" & 2</b>.' },
      { kind: 'log', by: 'clean-log', criterion: null, file: 'models/book.py', line: 12, message: 'column "papers" does not exist', traceback: null, screenshot: null, sentence: 'Odoo reported an error.' },
    ],
    warnings: ['a warning'], screenshots: [{ title: 'Books (list)', criterion: null, digest: 'a'.repeat(64) }], durations: { odoo: 4321 }, log: 'e'.repeat(64),
    ...changes,
  };
}
