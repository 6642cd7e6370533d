import { bodySlots, generateModule } from '../../src/codegen/generate.js';
import { generateAcceptanceTests, testSlots } from '../../src/codegen/acceptance.js';
import { FUNCTIONS, functionInfo, type FunctionName } from '../../src/domain/expression/functions.js';
import { BuilderError } from '../../src/domain/errors.js';
import { FIELD_TYPES } from '../../src/domain/module-spec/fields.js';
import { moduleSpecJsonSchema } from '../../src/domain/module-spec/json-schema.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { BLOCKS, PAGE, isData, specWith, type Data } from '../support/spec-page.js';

/** docs/module-spec.md: every block is lawful, every key is told once, with its true default. */
test('every YAML block of the page is marked, so that it is read here', () => {
  expect([...PAGE.matchAll(/^```ya?ml.*$/gm)].length).toBe(BLOCKS.length);
  expect(BLOCKS.length).toBeGreaterThan(12);
});

test.each(BLOCKS)('the block at line $line ($place) is lawful and can be printed', (block) => {
  const data = specWith(block);
  const told = (): unknown => {
    try {
      const spec = parseModuleSpec(data);
      const bodies = new Map([...bodySlots(spec), ...testSlots(spec)].map(({ id }) => [id, 'self.fail()']));
      return generateModule(spec, bodies).length + generateAcceptanceTests(spec, bodies).length > 0 ? [] : 'nothing';
    } catch (error) {
      if (error instanceof BuilderError) return [error.message, ...error.mistakes];
      throw error;
    }
  };
  expect(told()).toEqual([]);
});

interface Key {
  readonly required: boolean;
  readonly fallback: unknown;
}

/** Told once, where they come first; elsewhere the page links there. */
const SHARED = ['fields', 'effects'];

/** Every key of the schema by its path, e.g. `models[].fields[].name`. */
function keysOfSchema(schema: Data, path = '', told = new Set<string>()): Map<string, Key> {
  if (schema['type'] === 'array' && isData(schema['items'])) return keysOfSchema(schema['items'], `${path}[]`, told);
  const found = new Map<string, Key>();
  if (!isData(schema['properties'])) return found;
  for (const [key, inner] of Object.entries(schema['properties'])) {
    const own = path === '' ? key : `${path}.${key}`;
    const required = ((schema['required'] ?? []) as string[]).includes(key);
    found.set(own, { required, fallback: (inner as Data)['default'] });
    const shape = JSON.stringify((inner as Data)['items']);
    if (SHARED.includes(key) && told.has(shape)) continue;
    if (SHARED.includes(key)) told.add(shape);
    for (const [below, value] of keysOfSchema(inner as Data, own, told)) found.set(below, value);
  }
  return found;
}

/** The rows of the tables "key | says | left out", by the path that the heading above names. */
function keysOfPage(): [path: string, leftOut: string][] {
  const rows: [string, string][] = [];
  let section = '';
  let inTable = false;
  for (const line of PAGE.split('\n')) {
    const heading = /^#+ .*`([^`]+)`$/.exec(line);
    if (line.startsWith('#')) section = heading?.[1] ?? '';
    if (line.startsWith('| key |')) inTable = true;
    else if (!line.startsWith('|')) inTable = false;
    const row = inTable ? /^\| `([^`]+)` \|.*\|([^|]*)\|$/.exec(line) : null;
    if (row) rows.push([section === 'spec' ? (row[1] ?? '') : `${section}.${row[1]}`, (row[2] ?? '').trim()]);
  }
  return rows;
}

test('each key of the schema has its row, once, and no row is of a key that is not there', () => {
  expect(keysOfPage().map(([path]) => path).sort()).toEqual([...keysOfSchema(moduleSpecJsonSchema() as Data).keys()].sort());
});

test('each row says truly if the key is required, and what holds when it is left out', () => {
  const schema = keysOfSchema(moduleSpecJsonSchema() as Data);
  for (const [path, leftOut] of keysOfPage()) {
    const { required, fallback } = schema.get(path) ?? { required: false, fallback: undefined };
    expect([path, leftOut === 'required']).toEqual([path, required]);
    if (['boolean', 'number', 'string'].includes(typeof fallback) && fallback !== '') expect([path, leftOut]).toEqual([path, `\`${String(fallback)}\``]);
  }
});

test('the table of functions is the one that the code reads', () => {
  const rows = [...PAGE.matchAll(/^\| `(\w+)` \| ([^|]*) \| `([^`]*)` \| (yes|no) \| (yes|no) \|$/gm)].map(([, name, does, example, filter, check]) => ({ name, does, example, filter, check }));
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  expect(rows).toEqual((Object.keys(FUNCTIONS) as FunctionName[]).map((name) => {
    const { does, example, inDomain, inCheck } = functionInfo(name);
    return { name, does, example, filter: yes(inDomain), check: yes(inCheck) };
  }));
});

test('the table of field types has all of them', () => {
  const table = /^\| type \| is \| needs \|\n([\s\S]*?)\n\n/m.exec(PAGE)?.[1] ?? '';
  const first = table.split('\n').map((row) => row.split('|')[1] ?? '').join(' ');
  expect([...first.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual([...FIELD_TYPES].sort());
});
