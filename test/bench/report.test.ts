import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECTION_NAMES } from '../../bench/options.js';
import { merged, rendered } from '../../bench/report.js';

const DOCUMENT = '# Performance\n\nHow to read it.\n\n<!-- bench:verdict -->\nold figures\n<!-- /bench:verdict -->\n\nBetween.\n\n<!-- bench:gateway -->\n<!-- /bench:gateway -->\n\nThe end.\n';

describe('writing into a document', () => {
  test('replaces what is between the markers, and nothing else', () => {
    const once = merged(DOCUMENT, 'verdict', '\nnew $& figures\n\n');
    expect(once).toBe(DOCUMENT.replace('old figures', () => 'new $& figures'));
    expect(merged(once, 'verdict', 'new $& figures')).toBe(once);
    expect(merged(once, 'gateway', 'g')).toContain('<!-- bench:gateway -->\ng\n<!-- /bench:gateway -->\n\nThe end.\n');
  });

  test.each([
    ['no marker', 'text'],
    ['no end', '<!-- bench:verdict -->'],
    ['no beginning', '<!-- /bench:verdict -->'],
    ['the end first', '<!-- /bench:verdict -->\n<!-- bench:verdict -->'],
    ['two beginnings', '<!-- bench:verdict --><!-- bench:verdict --><!-- /bench:verdict -->'],
    ['two ends', '<!-- bench:verdict --><!-- /bench:verdict --><!-- /bench:verdict -->'],
  ])('%s: refused, so that nothing is lost', (_, document) => {
    expect(() => merged(document, 'verdict', 'x')).toThrow('<!-- bench:verdict -->');
  });

  test('docs/performance.md has a place for every section', () => {
    const document = readFileSync(join(__dirname, '../../docs/performance.md'), 'utf8');
    for (const name of SECTION_NAMES) expect(merged(document, name, 'figures')).toContain('figures');
  });
});

test('a section is its tables, and its goals with yes or no', () => {
  const text = rendered({ tables: ['| a |'], goals: [{ goal: 'fast', measured: '2.0 times', met: true }, { goal: 'faster', measured: '3.0 times', met: false }] });
  expect(text).toBe('| a |\n\n| goal   |  measured | met |\n|--------|----------:|-----|\n| fast   | 2.0 times | yes |\n| faster | 3.0 times | no  |');
});
