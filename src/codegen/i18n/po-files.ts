import { po, type GetTextTranslation } from 'gettext-parser';
import type { ModuleFile } from '../../domain/module-file.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { moduleTerms } from './terms.js';
import type { Term } from './term.js';

/** Language of a file -> English text -> what it is called there. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** `i18n/<module>.pot` and one file a language, as Odoo's own export writes them but for its dates: equal modules, equal files. */
export function translationFiles(index: SpecIndex, files: readonly ModuleFile[], translations: Translations): readonly ModuleFile[] {
  const { name, languages } = index.spec;
  if (languages.length === 0) return [];
  const entries = grouped(moduleTerms(index, files));
  const file = (path: string, language: string): ModuleFile => ({ path, content: poFile(index, entries, language, new Map(Object.entries(translations[language] ?? {}))) });
  return [file(`i18n/${name}.pot`, ''), ...languages.map((language) => file(`i18n/${language}.po`, language))];
}

/** The places of each text, both in a fixed order. */
function grouped(terms: readonly Term[]): readonly (readonly [string, readonly Term[]])[] {
  const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...Map.groupBy(terms, ({ source }) => source)].toSorted(([a], [b]) => byCode(a, b))
    .map(([source, places]) => [source, [...new Map(places.map((place) => [place.reference, place])).values()].toSorted((a, b) => byCode(a.reference, b.reference))] as const);
}

function poFile({ spec }: SpecIndex, entries: ReturnType<typeof grouped>, language: string, translated: ReadonlyMap<string, string>): string {
  const messages = entries.map(([source, places]): [string, GetTextTranslation] => [source, {
    msgid: source,
    msgstr: [translated.get(source) ?? ''],
    comments: {
      translator: '', flag: '', previous: '',
      extracted: [`module: ${spec.name}`, ...(places.some(({ isCode }) => isCode) ? ['odoo-python'] : [])].join('\n'),
      reference: places.map(({ reference }) => reference).join('\n'),
    },
  }]);
  const server = `Odoo Server ${spec.odooVersion}`;
  const head: GetTextTranslation = { msgid: '', msgstr: [''], comments: { translator: `Translation of Odoo Server.\nThis file contains the translation of the following modules:\n\t* ${spec.name}\n`, reference: '', extracted: '', flag: '', previous: '' } };
  const headers = { 'Project-Id-Version': server, 'Report-Msgid-Bugs-To': '', 'Last-Translator': '', 'Language-Team': '', ...(language === '' ? {} : { Language: language }), 'MIME-Version': '1.0', 'Content-Type': 'text/plain; charset=UTF-8', 'Content-Transfer-Encoding': '8bit', 'Plural-Forms': '' };
  return `${po.compile({ charset: 'utf-8', headers, translations: { '': Object.fromEntries([['', head], ...messages]) } }).toString('utf8').trimEnd()}\n`;
}

/** English texts of the module that a language has no word for yet. */
export function untranslated(index: SpecIndex, files: readonly ModuleFile[], translations: Translations, language: string): readonly string[] {
  const known = translations[language] ?? {};
  return grouped(moduleTerms(index, files)).map(([source]) => source).filter((source) => (Object.hasOwn(known, source) ? known[source] ?? '' : '') === '');
}
