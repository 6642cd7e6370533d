import { po } from 'gettext-parser';
import { generateModule } from '../../../src/codegen/generate.js';
import { markupTerms } from '../../../src/codegen/i18n/markup-terms.js';
import { codeTerms } from '../../../src/codegen/i18n/python-terms.js';
import { readXml } from '../../../src/codegen/i18n/xml-reader.js';
import { storedSpec } from '../../support/stored-spec.js';

const { spec, bodies } = storedSpec('examples/bike-rental');
const printed = new Map(generateModule(spec, bodies).map(({ path, content }) => [path, String(content)]));

test.each([
  ['<form><field name="a" string="Day &amp; night" placeholder="When?"/></form>', ['Day & night', 'When?']],
  ['<div>Hello <b>you</b>, there <t t-out="name"/> and here</div>', ['Hello <b>you</b>, there', 'and here']],
  ['<div><span>only</span> me</div>', ['<span>only</span> me']],
  ['<div><span t-field="record.name">never</span></div>', ['never']],
  ['<div><i class="fa fa-check"/><p>Text</p></div>', ['Text']],
  ['<a t-attf-title="Open #{record.name} now" href="/x">Go</a>', ['Go', 'Open {{0}} now']],
  ['<t t-call="x" title="no"><style>a { b: c }</style></t>', []],
])('the texts of %s are those that Odoo would translate', (markup, terms) => {
  expect(markupTerms(readXml(markup))).toEqual(terms);
});

test('code gives the texts that it asks for, over several lines, with escapes, and no others', () => {
  const content = 'raise UserError(\n    self.env._(\n        "One \\"and\\" "\n        "two \\u00fc"\n    )\n)\nx = self._("not this")\ny = _("that", 1)\nz = self.env._(name)\n';
  expect(codeTerms('shop', { path: 'models/x.py', content }).map(({ source }) => source)).toEqual(['One "and" two ü', 'that']);
});

test('each language asked for has a file with every text of the template, translated as the spec says and else empty', () => {
  const texts = (path: string) => Object.values(po.parse(printed.get(path) ?? '').translations[''] ?? {}).filter(({ msgid }) => msgid !== '');
  const template = texts('i18n/bike_rental.pot').map(({ msgid }) => msgid);
  expect(template.length).toBeGreaterThan(80);
  expect(texts('i18n/de.po').map(({ msgid }) => msgid)).toEqual(template);
  const german = new Map(texts('i18n/de.po').map(({ msgid, msgstr }) => [msgid, msgstr[0]]));
  expect([german.get('Rentals'), german.get('This bike is out already.'), german.get('Price a day'), german.get('Wish')]).toEqual(['Mieten', 'Dieses Fahrrad ist schon ausgegeben.', 'Preis pro Tag', '']);
  expect(texts('i18n/bike_rental.pot').every(({ msgstr }) => msgstr.join('') === '')).toBe(true);
});

test('every translation that an example gives is of a text that its module has', () => {
  for (const [language, terms] of Object.entries(spec.translations)) {
    const known = new Set(Object.keys(po.parse(printed.get(`i18n/${language}.po`) ?? '').translations[''] ?? {}));
    expect(Object.keys(terms).filter((term) => !known.has(term))).toEqual([]);
  }
});
