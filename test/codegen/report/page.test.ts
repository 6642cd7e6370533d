import { reportPage } from '../../../src/codegen/report/page.js';
import { sampleVerdict } from '../../support/verdict.js';

const png = Buffer.from('iVBORw0KGgo=', 'base64');
const page = reportPage(sampleVerdict(), [{ title: 'Books "list" <x>', criterion: null, png }, { title: 'AC-2, step 1: Press <it>', criterion: 'AC-2', png }]);

test('the page says what is wrong in plain words, with file, line and finder', () => {
  expect(page).toContain('2 things are wrong; 1 of 3 criteria hold.');
  expect(page).toContain('<code>tests/test_acceptance.py:9</code>');
  expect(page).toContain('found by failed-tests');
  expect(page).toContain('Every report can be printed');
});

test('no text of a module leaves its place', () => {
  expect(page).not.toContain('<b>');
  expect(page).not.toContain('</script>');
  expect(page).toContain('Progress does not hold: &lt;b&gt;&quot;0&quot; &amp; 2&lt;/b&gt;.');
  expect(page).toContain('alt="Books &quot;list&quot; &lt;x&gt;"');
});

test('each step of a criterion that was done in a browser stands below the criterion, and the step that failed beside the failure', () => {
  const shot = 'AC-2, step 1: Press <it>';
  const [first, ...rest] = sampleVerdict().failures;
  const failed = reportPage(sampleVerdict({ failures: [{ ...first!, screenshot: shot }, ...rest] }), [{ title: shot, criterion: 'AC-2', png }]);
  expect(page.split('AC-2, step 1: Press &lt;it&gt;')).toHaveLength(3);
  expect(page).toContain('AC-2 Progress is a &lt;share&gt; <span class="soft">(1)</span>');
  expect(failed.split('AC-2, step 1: Press &lt;it&gt;')).toHaveLength(5);
});

test('the page is whole in itself: pictures inside, no script, nothing from elsewhere', () => {
  expect(page).toContain(`src="data:image/png;base64,${png.toString('base64')}"`);
  expect(page).not.toMatch(/<script|https?:|<link|\son\w+=/i);
  expect(page).toContain("default-src 'none'");
});

test('without pictures and times it is the same in each run', () => {
  const timeless = (odoo: number): string => reportPage({ ...sampleVerdict({ durations: { odoo } }), durations: {} }, []);
  expect(timeless(1)).toBe(timeless(2));
  expect(timeless(1)).not.toContain('What it looks like');
});
