import fc from 'fast-check';
import { join } from 'node:path';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { runGates } from '../../src/codegen/gates/run-gates.js';
import { generateModule } from '../../src/codegen/generate.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { CPython } from '../support/cpython.js';
import { hostileWords } from '../support/hostile-text.js';
import { withTexts } from '../support/person-texts.js';
import { STORED_SPECS, storedSpec } from '../support/stored-spec.js';

jest.setTimeout(120_000);

const python = new CPython(join(__dirname, '../support/read_sources.py'));
const checker = createPythonChecker();
afterAll(() => Promise.all([python.close(), checker.close()]));

/** A text that no printer has to escape, that is found again wherever it stands, and that no other one contains. */
const marker = (index: number): string => `Marker${index}x`;
const MARKER = /Marker(\d+)x/g;

interface Source {
  readonly shape: unknown;
  readonly texts: readonly string[];
}

/** Each file as its reader sees it. Names of tests come from titles: only their criterion's number counts. */
async function sources(files: readonly ModuleFile[]): Promise<ReadonlyMap<string, Source>> {
  const read = new Map<string, Source>();
  for (const { path, content } of files) {
    if (typeof content !== 'string') continue;
    expect([path, content.isWellFormed(), content.includes('\0')]).toEqual([path, true, false]);
    if (path.endsWith('.py')) read.set(path, await python.call<Source>('python_source', content));
    if (path.endsWith('.xml')) read.set(path, await python.call<Source>('xml_source', content));
    if (path.endsWith('.csv')) read.set(path, { shape: await python.call('csv_rows', content), texts: [] });
    if (path.endsWith('.md')) read.set(path, { shape: content.split('\n').filter((line) => /^(#|```)/.test(line)).length, texts: [] });
  }
  return new Map([...read].map(([path, { shape, texts }]) => [path, { shape: JSON.parse(JSON.stringify(shape).replace(/'(test_ac_\d+)\w*'/g, "'$1'")) as unknown, texts }]));
}

/** XML has no way to hold control characters; lone halves of characters no file has. */
const kept = (path: string, text: string): string => (path.endsWith('.xml') ? text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd') : text.toWellFormed());

test.each(STORED_SPECS)('whatever people write into %s stays a text in its place', async (path) => {
  const { spec, bodies } = storedSpec(path);
  const printed = (own: ModuleSpec): ModuleFile[] => [...generateModule(own, bodies), ...generateAcceptanceTests(own, bodies)];
  const marked = withTexts(spec, marker);
  const plain = await sources(printed(marked.spec));
  const words = fc.array(hostileWords, { minLength: marked.texts.length, maxLength: marked.texts.length });
  await fc.assert(fc.asyncProperty(words, async (said) => {
    const { spec: hostile, texts: put } = withTexts(spec, (index) => said[index] ?? '');
    const files = printed(hostile);
    for (const [file, { shape, texts }] of await sources(files)) {
      const expected = plain.get(file);
      expect([file, shape]).toEqual([file, expected?.shape]);
      expect([file, texts]).toEqual([file, expected?.texts.map((text) => text.replace(MARKER, (_, index: string) => kept(file, put[Number(index)] ?? '')))]);
    }
    // Two labels may well be the same here.
    expect(runGates({ name: spec.name, files, facts: await checker.inspect(files) }).filter(({ by }) => by !== 'labels')).toEqual([]);
    // A spec has a hundred texts: what fails is told by the difference, not by making it smaller.
  }), { numRuns: 6, endOnFailure: true });
});
