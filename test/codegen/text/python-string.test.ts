import fc from 'fast-check';
import { join } from 'node:path';
import { pythonProse, pythonString, quoted } from '../../../src/codegen/text/python-string.js';
import { CPython } from '../../support/cpython.js';
import { hostileText } from '../../support/hostile-text.js';

jest.setTimeout(60_000);

const python = new CPython(join(__dirname, '../../support/read_sources.py'));
afterAll(() => python.close());
const texts = fc.array(hostileText, { minLength: 1, maxLength: 20 });

test('CPython reads from a literal the text that was written', async () => {
  await fc.assert(fc.asyncProperty(texts, fc.constantFrom<'"' | "'">('"', "'"), async (written, quote) => {
    const source = `[${written.map((text) => quoted(text, quote)).join(', ')}]`;
    expect(await python.call('literal', source)).toEqual(written.map((text) => text.toWellFormed()));
  }));
});

test('a literal is one line that shows whatever is in it: nothing invisible, nothing that turns the reading direction', () => {
  fc.assert(fc.property(hostileText, (text) => {
    expect(pythonString(text)).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
    expect(pythonString(text)).not.toMatch(/[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
  }));
});

test('quotes are chosen so that few need a backslash', () => {
  expect([pythonString('it\'s'), pythonString('say "it"'), pythonString('"it\'s"'), quoted('it\'s', "'")]).toEqual([`"it's"`, `'say "it"'`, `"\\"it's\\""`, `"it's"`]);
});

test('prose in a docstring is that docstring and no more', async () => {
  await fc.assert(fc.asyncProperty(texts, async (written) => {
    const prose = written.map(pythonProse);
    const source = prose.map((line, i) => `def f${i}():\n    """${line}"""\n    # ${line}\n    return ${i}\n`).join('\n');
    const { shape, texts: rest } = await python.call<{ shape: unknown; texts: readonly string[] }>('python_source', source);
    const harmless = await python.call<{ shape: unknown }>('python_source', source.replace(/"""[^]*?"""/g, '"""x"""').replace(/#.*/g, ''));
    expect([shape, rest]).toEqual([harmless.shape, []]);
    for (const line of prose) expect(line).toMatch(/^[^\p{C}\p{Zl}\p{Zp}"\\]*$/u);
  }));
});
