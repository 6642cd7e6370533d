import { evidenceFiles } from '../../src/codegen/evidence.js';
import { moduleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { Verdict } from '../../src/domain/verdict.js';

const spec = moduleSpec.parse({
  name: 'shelf', title: '<img src=x> | `Shelf`', summary: 'Shelves', assumptions: ['One floor only.'],
  acceptance: [
    { id: 'AC-1', title: 'Named', given: 'no shelf', when: 'one is made', then: 'it keeps its name' },
    { id: 'AC-2', title: 'Counted', given: 'a shelf', when: 'a book comes', then: 'it counts it' },
  ],
});
const verdict: Verdict = {
  green: false, status: 'red', module: 'shelf', moduleDigest: 'd'.repeat(64), odooVersion: '19.0', image: 'omb-sandbox:1', state: 'installed', exitCode: 1,
  tests: { declared: 2, run: 2, failed: 1, errors: 0, skipped: 0 },
  criteria: [{ id: 'AC-1', title: 'Named', status: 'green', tests: ['test_ac_1_named'] }, { id: 'AC-2', title: 'Counted', status: 'red', tests: ['test_ac_2_counted'] }],
  failures: [{ kind: 'test', by: 'failed-tests', criterion: 'AC-2', file: 'tests/test_acceptance.py', line: 9, message: '1 != 2', traceback: 'Traceback', screenshot: null, sentence: 'The shelf counts 1 book, not 2.' }],
  checks: [{ name: 'journeys', status: 'green', details: [{ what: 'AC-1, step 1: Create Shelf: Name “Top”', status: 'green', note: null }, { what: 'AC-1, step 2: Look at it', status: 'not_run', note: 'not driven, because the form does not show “Height”' }, { what: 'AC-2: Counted', status: 'not_run', note: 'not driven, because' }] }], warnings: [], screenshots: [], durations: { odoo: 4321 }, log: 'e'.repeat(64),
};
const files = new Map(evidenceFiles({ spec, verdict, specRevision: 3, acceptanceTests: 'a'.repeat(64) }).map(({ path, content }) => [path, String(content)]));
const page = files.get('doc/EVIDENCE.md') ?? '';

describe('the evidence of a delivered module', () => {
  test('traces each criterion to its test and its result', () => {
    expect(page).toContain('### AC-1 Named: holds');
    expect(page).toContain('`test_ac_1_named`');
    expect(page).toContain('### AC-2 Counted: does not hold');
    expect(page).toContain('The shelf counts 1 book, not 2.');
  });

  test('says how much of each criterion was done in a browser, and why the rest was not', () => {
    expect(page).toContain('- In a browser: 1 of 2 steps were done as a person does them\n  - AC-1, step 2: Look at it: not driven, because the form does not show “Height”');
    expect(page).toContain('- In a browser: 0 of 1 steps');
  });

  test('says at its top when a module was accepted although a test failed', () => {
    expect(page.split('\n\n')[1]).toMatch(/accepted although not everything/);
  });

  test('shows a person’s words as words: no HTML, no markup', () => {
    expect(page).not.toContain('<img');
    expect(page.split('\n')[0]).toBe('# Evidence: &lt;img src=x\\> \\| \\`Shelf\\`');
  });

  test('holds the specification and a verdict without times, logs and pictures', () => {
    expect(files.get('doc/spec.yaml')).toContain('AC-2');
    expect(Object.keys(JSON.parse(files.get('doc/verdict.json') ?? '{}') as object)).toEqual(['green', 'status', 'module', 'moduleDigest', 'acceptanceTests', 'odooVersion', 'state', 'exitCode', 'tests', 'criteria', 'checks', 'failures']);
  });
});
