import fc from 'fast-check';
import { join } from 'node:path';
import { element, xmlDocument } from '../../../src/codegen/text/xml-element.js';
import { CPython } from '../../support/cpython.js';
import { hostileText } from '../../support/hostile-text.js';

jest.setTimeout(60_000);

const python = new CPython(join(__dirname, '../../support/read_sources.py'));
afterAll(() => python.close());

/** What XML 1.0 cannot hold, however it is written. */
const kept = (text: string): string => text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

test('a parser reads from attributes and content the texts that were written, in the same elements', async () => {
  await fc.assert(fc.asyncProperty(hostileText, hostileText, hostileText, async (first, second, content) => {
    const printed = xmlDocument(element('odoo', {}, element('record', { id: first, model: second }, element('note', {}, content))));
    const { shape, texts } = await python.call<{ shape: unknown; texts: readonly string[] }>('xml_source', printed);
    expect(shape).toEqual(['odoo', [], [['record', ['id', 'model'], [['note', [], []]]]]]);
    // Between them stands the layout: line feeds and spaces.
    expect(texts).toEqual([expect.any(String), kept(first), kept(second), expect.any(String), kept(content), expect.any(String), expect.any(String), '']);
  }));
});
