import { ownIds } from '../../codegen/gates/references.js';
import type { ModuleFile } from '../../domain/module-file.js';
import type { SourceFacts } from '../../domain/source-facts.js';
import { NOWHERE, placeIn, tellingPart, type Place } from './place.js';

/** The module's sources, in which the words of an error are looked up. */
export interface Sources {
  readonly module: string;
  readonly files: readonly ModuleFile[];
  readonly facts: SourceFacts;
}

/**
 * The place that an error's words point at. Odoo and Python often say it themselves; else it is where the module's
 * sources name the record, the field or the word that the error quotes, if they do so exactly once.
 */
export function whereabouts(sources: Sources, words: string): Place {
  // Odoo escapes what it quotes in some of its errors.
  const text = unescaped(words);
  const said = placeIn(sources.module, text);
  if (said.file !== null && !/\.xml$/.test(said.file)) return said;
  const found = elementPlace(sources, text) ?? fieldPlace(sources, text) ?? wordPlace(sources, text, said.file) ?? said;
  return found.file === null ? said : found;
}

/** Where a record of the module's XML begins. `id` with or without the module's name. */
export function recordPlace({ module, facts }: Sources, id: string): Place {
  const place = ownIds({ name: module, facts }).get(id.startsWith(`${module}.`) ? id.slice(module.length + 1) : id);
  return place === undefined ? NOWHERE : { file: place.path, line: place.line };
}

/** Where the module's own view of this type of a model begins. */
export function viewPlace({ facts }: Sources, { model, type }: { readonly model: string; readonly type: string }): Place | null {
  for (const { path, elements } of facts.xml) {
    let record: { readonly line: number; readonly model: string } | null = null;
    for (const { tag, line, attributes, text } of elements) {
      if (tag === 'record') record = attributes['model'] === 'ir.ui.view' ? { line, model: '' } : null;
      if (record === null) continue;
      if (tag === 'field' && attributes['name'] === 'model' && record.model === '') record = { ...record, model: text.trim() };
      if (tag === type && record.model === model) return { file: path, line: record.line };
    }
  }
  return null;
}

/** The row of access rights of `group: operation model`, else the file of them; of another company, the model, whose rule lets too much through. */
export function accessPlace({ module, files, facts }: Sources, cell: string): Place {
  const elsewhere = /^\S+: read (\S+) of another company$/.exec(cell)?.[1];
  if (elsewhere !== undefined) return modelPlace(facts, elsewhere);
  const [, group = '', model = ''] = /^(\S+): \w+ (\S+)$/.exec(cell) ?? [];
  const file = 'security/ir.model.access.csv';
  const text = files.find(({ path }) => path === file)?.content;
  if (typeof text !== 'string') return NOWHERE;
  const short = group.startsWith(`${module}.`) ? group.slice(module.length + 1) : group;
  const line = text.split('\n').findIndex((row) => row.includes(`model_${model.replaceAll('.', '_')},`) && row.split(',').some((each) => each === short || each === group));
  return { file, line: line < 0 ? null : line + 1 };
}

/** Where a model is made: what it lacks is nowhere. */
function modelPlace(facts: SourceFacts, model: string): Place {
  for (const { path, classes } of facts.python) {
    const made = classes.find(({ assignments }) => assignments['_name'] === model);
    if (made !== undefined) return { file: path, line: made.line };
  }
  return NOWHERE;
}

/** `Element: <span t-field="doc.papers"/>` of a QWeb error: the element with these attributes. */
function elementPlace({ facts }: Sources, text: string): Place | null {
  const element = /(?:Element|Node): (<.*)/.exec(text)?.[1] ?? /Element '(<.*?>)' cannot be located/.exec(text)?.[1];
  if (element === undefined) return null;
  const attributes = [...element.matchAll(/([\w-]+)="([^"]*)"/g)].map((match) => [match[1] ?? '', unescaped(match[2] ?? '')] as const).filter(([, value]) => value !== '');
  const places = facts.xml.flatMap(({ path, elements }) =>
    elements.filter((each) => attributes.length > 0 && attributes.every(([key, value]) => each.attributes[key] === value)).map(({ line }) => ({ file: path, line })),
  );
  return places.length === 1 ? places[0]! : null;
}

/** `shelf.book(1,).progress`, `field shelf.book.progress`: where the field is defined. */
function fieldPlace({ facts }: Sources, text: string): Place | null {
  for (const [, model = '', field = ''] of text.matchAll(/\b([a-z_]+(?:\.[a-z_]+)+)(?:\([^)]*\))?\.([a-z_]+)\b/g)) {
    for (const { path, classes } of facts.python) {
      const line = classes.find(({ assignments }) => assignments['_name'] === model)?.lines[field];
      if (line !== undefined && /failed to assign/.test(text)) return { file: path, line };
    }
  }
  return null;
}

/** The one line of the module (not of its tests) that holds a word which the error quotes. */
function wordPlace({ files }: Sources, text: string, within: string | null): Place | null {
  const message = tellingPart(text.split(/\nTraceback \(most recent/)[0] ?? '');
  const words = new Set([...message.matchAll(/["'`‘“]([\w.@-]{3,})["'`’”]|<tt>(\w{3,})<\/tt>|\b(\w+)\b(?= does not exist)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''));
  for (const word of words) {
    const whole = new RegExp(`(?<![\\w])${word.replaceAll('.', String.raw`\.`)}(?![\\w])`);
    const places = files.flatMap(({ path, content }) => {
      if (typeof content !== 'string' || path.startsWith('tests/') || path.startsWith('i18n/') || (within !== null && path !== within)) return [];
      return content.split('\n').flatMap((line, index) => (whole.test(line) ? [{ file: path, line: index + 1 }] : []));
    });
    if (places.length === 1) return places[0]!;
  }
  return null;
}

const unescaped = (text: string): string => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
