import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { OPENAPI } from '../support/openapi.js';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every page that people read. */
const PAGES = [
  'README.md', 'CHANGELOG.md', 'deployment/sandbox/README.md', 'deployment/uat-gateway/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.md')).map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
];

/** Without code: what stands in it is no link. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));

interface Link {
  readonly page: string;
  readonly target: string;
}

const LINKS: readonly Link[] = PAGES.flatMap((page) => [...prose(read(page)).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({ page, target }))).filter(({ target }) => !/^https?:/.test(target));

/** The anchors of a page, as GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...read(page).replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-'));
}

test('every relative link and image of the pages leads to a file', () => {
  expect(LINKS.length).toBeGreaterThan(20);
  const missing = LINKS.filter(({ page, target }) => {
    const path = target.split('#')[0] ?? '';
    return path !== '' && !existsSync(join(ROOT, dirname(page), path));
  });
  expect(missing).toEqual([]);
});

test('every page of docs is found from the README', () => {
  const told = LINKS.filter(({ page }) => page === 'README.md').map(({ target }) => target.split('#')[0]);
  expect(PAGES.filter((page) => /^docs\/[^/]+$/.test(page) && !told.includes(page))).toEqual([]);
});

test('every link to a heading leads to one', () => {
  const missing = LINKS.filter(({ page, target }) => {
    const [path = '', anchor] = target.split('#');
    if (anchor === undefined) return false;
    const to = path === '' ? page : normalize(join(dirname(page), path));
    return existsSync(join(ROOT, to)) && statSync(join(ROOT, to)).isFile() && !anchorsOf(to).includes(anchor);
  });
  expect(missing).toEqual([]);
});

test('every path of this repository that a page names is there', () => {
  const named = PAGES.flatMap((page) => [...read(page).matchAll(/`((?:src|nodes|credentials|workflows|deployment|schemas|examples|test|docs|bench|build)\/[\w./-]*[\w])`/g)].map(([, path = '']) => ({ page, path })));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every npm script that a page calls is one', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const called = PAGES.flatMap((page) => [...read(page).matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(([, script, short]) => ({ page, script: script ?? short ?? '' })));
  expect(called.filter(({ script }) => !Object.hasOwn(scripts, script))).toEqual([]);
});

test('every address in the README’s examples is one of the API', () => {
  const examples = [...read('README.md').matchAll(/curl (?:-(?!X)\S+ )*(?:-X (\w+) )?"\$(N8N|GATEWAY)(\/[^"]*)"((?:[^\n]*\\\n)?[^\n]*)/g)];
  expect(examples.length).toBeGreaterThan(8);
  for (const [, method, , path = '', rest = ''] of examples) {
    const documented = path.replace(/\/sessions\/[\w-]+/, '/sessions/{id}').replace('<sha256>', '{sha256}');
    expect([documented, Object.keys(OPENAPI.paths[documented] ?? {})]).toEqual([documented, expect.arrayContaining([(method ?? (rest.includes(" -d '") ? 'POST' : 'GET')).toLowerCase()])]);
  }
});
