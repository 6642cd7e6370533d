import { presentationFiles } from '../../src/codegen/presentation/presentation.js';
import { readmeFragments } from '../../src/codegen/presentation/fragments.js';
import { SpecIndex } from '../../src/codegen/spec/spec-index.js';
import { rstText } from '../../src/codegen/text/rst-text.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { storedSpec } from '../support/stored-spec.js';

const { spec } = storedSpec('examples/bike-rental');
const verdict: Verdict = {
  green: true, status: 'green', module: spec.name, moduleDigest: 'd'.repeat(64), odooVersion: '19.0', image: 'omb-sandbox:1', state: 'installed', exitCode: 0,
  tests: { declared: 8, run: 8, failed: 0, errors: 0, skipped: 0 }, criteria: spec.acceptance.map(({ id, title }) => ({ id, title, status: id === 'AC-2' ? 'red' : 'green', tests: [] })),
  checks: [], failures: [], warnings: [], screenshots: [], durations: {}, log: null,
};
const history = [{ number: 1, version: '1.0.0', changes: [] }, { number: 2, version: '1.0.0', changes: ['Added the field “Note” (note) in “Rental”.'] }];
const pictures = ['Bikes (list)', 'Rentals (list)'].map((title, i) => ({ title, png: Uint8Array.of(i) }));

function files(own: ModuleSpec = spec): Map<string, string> {
  return new Map(presentationFiles({ spec: own, verdict, history, pictures }).map(({ path, content }) => [path, typeof content === 'string' ? content : `bytes ${String(content)}`]));
}

test('a delivered module has README, changelog, page, pictures and its licence in full, the same for the same inputs', () => {
  expect([...files().keys()]).toEqual(['README.rst', 'readme/HISTORY.md', 'static/description/index.html', 'static/description/page-01.png', 'static/description/page-02.png', 'LICENSE', 'COPYING']);
  expect([...files()]).toEqual([...files()]);
  expect(files().get('LICENSE')).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  expect(presentationFiles({ spec: { ...spec, license: 'AGPL-3' }, verdict, history, pictures }).find(({ path }) => path === 'LICENSE')?.content).toContain('GNU AFFERO GENERAL PUBLIC LICENSE');
});

test('the page shows each picture, each criterion with its result, and each revision, the newest first', () => {
  const page = files().get('static/description/index.html') ?? '';
  for (const text of ['src="page-01.png"', 'src="page-02.png"', 'src="icon.png"', ...spec.acceptance.map(({ title }) => title.replace(/'/g, "'"))]) expect(page).toContain(text);
  expect(page.match(/✓/g)).toHaveLength(spec.acceptance.length - 1);
  expect(page.match(/○/g)).toHaveLength(1);
  expect(page.indexOf('Revision 2')).toBeLessThan(page.indexOf('Revision 1'));
});

test('the page has nothing that Odoo takes out of it, and nothing of other hosts', () => {
  const page = files().get('static/description/index.html') ?? '';
  expect(page).not.toMatch(/<(script|style|link|iframe|object|form)\b|https?:|\son\w+=/);
});

test('words of people stay words in the README, the fragments and the page', () => {
  const hostile = { ...spec, title: '.. raw:: html', summary: '<script>alert(1)</script> `x`_ |y| *z* ::', description: '=====\n\n1. one\n\n- two' };
  const made = files(hostile);
  expect(made.get('README.rst')?.split('\n')[0]).toBe('\\.. raw:\\: html');
  expect(made.get('README.rst')).toContain('\\<script\\>alert(1)\\</script\\> \\`x\\`\\_ \\|y\\| \\*z\\* :\\:');
  expect(made.get('static/description/index.html')).not.toContain('<script');
  const fragment = String(readmeFragments(new SpecIndex(hostile)).find(({ path }) => path === 'readme/DESCRIPTION.md')?.content);
  expect(fragment).not.toContain('<script');
  expect(['1. one', '- two', '=====', 'a::'].map(rstText)).toEqual(['1\\. one', '\\- two', '\\=====', 'a:\\:']);
});

test('readme fragments are there as OCA names them, and the one on groups only where there are groups', () => {
  const paths = (own: ModuleSpec): string[] => readmeFragments(new SpecIndex(own)).map(({ path }) => path);
  expect(paths(spec)).toEqual(['readme/DESCRIPTION.md', 'readme/USAGE.md', 'readme/CONFIGURE.md', 'readme/CONTRIBUTORS.md']);
  expect(paths({ ...spec, groups: [], languages: [] })).not.toContain('readme/CONFIGURE.md');
});
