import { isDeepStrictEqual } from 'node:util';
import type { ModuleSpec } from './module-spec/module-spec.js';
import type { Model } from './module-spec/models.js';
import type { StoredOption } from './module-spec/selections.js';

interface Part<T> {
  /** e.g. `field` */
  readonly noun: string;
  readonly key: (item: T) => string;
  readonly name: (item: T) => string;
}

/** What changed from one revision to the next, as sentences for a person; none when nothing did. */
export function specDiff(before: ModuleSpec, after: ModuleSpec): string[] {
  return [
    ...headChanges(before, after),
    ...listChanges({ noun: 'acceptance criterion', key: (each) => each.id, name: (each) => `${each.id} “${each.title}”` }, before.acceptance, after.acceptance),
    ...listChanges({ noun: 'group', key: (each) => each.id, name: (each) => `“${each.label}”` }, before.groups, after.groups),
    ...modelChanges(before.models, after.models),
    ...listChanges({ noun: 'menu', key: (each) => each.id, name: (each) => `“${each.label}”` }, before.menus, after.menus),
    ...listChanges({ noun: 'record', key: (each) => each.id, name: (each) => `“${each.id}” (${each.model})` }, before.data, after.data),
    ...listChanges({ noun: 'demo record', key: (each) => each.id, name: (each) => `“${each.id}” (${each.model})` }, before.demo, after.demo),
    ...textChanges('assumption', before.assumptions, after.assumptions),
    ...questionChanges(before, after),
  ];
}

const HEAD = ['name', 'title', 'summary', 'description', 'category', 'author', 'website', 'license', 'odooVersion', 'version', 'application'] as const;

function headChanges(before: ModuleSpec, after: ModuleSpec): string[] {
  const changed = HEAD.filter((key) => before[key] !== after[key]).map((key) => `Changed the module’s ${said(key)}: ${quoted(before[key])} → ${quoted(after[key])}.`);
  return [...changed, ...textChanges('dependency', before.depends, after.depends)];
}

function modelChanges(before: readonly Model[], after: readonly Model[]): string[] {
  const name = (model: Model): string => `“${model.label}” (${model.name})`;
  const known = underNewNames(before, after);
  const arrivals = listChanges({ noun: 'model', key: (model) => model.name, name }, known, after, () => []);
  const inside = after.flatMap((model) => {
    const old = known.find((each) => each.name === model.name);
    return old ? insideModel(old, model) : [];
  });
  return [...arrivals, ...renames('model', before, after), ...inside];
}

function insideModel(before: Model, after: Model): string[] {
  const place = ` in “${after.label}”`;
  const part = (noun: string, name: (item: { id: string; label?: string }) => string) => ({ noun, key: (item: { id: string }) => item.id, name });
  const titled = (item: { id: string; label?: string }): string => (item.label === undefined ? item.id : `“${item.label}” (${item.id})`);
  const sentences = [
    ...listChanges({ noun: 'field', key: (field) => field.name, name: (field) => `“${field.label}” (${field.name})` }, underNewNames(before.fields, after.fields), after.fields),
    ...renames('field', before.fields, after.fields),
    ...after.fields.flatMap((field) => renames('option', named(sameField(before, field)?.options), named(field.options), ` of “${field.label}”`)),
    ...listChanges(part('constraint', (item) => `“${item.id}”`), before.constraints, after.constraints),
    ...listChanges(part('button', titled), before.actions, after.actions),
    ...listChanges(part('transition', titled), before.states?.transitions ?? [], after.states?.transitions ?? []),
    ...listChanges({ noun: 'state', key: (state) => state.name, name: (state) => `“${state.label}” (${state.name})` }, underNewNames(named(before.states?.options), named(after.states?.options)), named(after.states?.options)),
    ...renames('state', named(before.states?.options), named(after.states?.options)),
    ...listChanges({ noun: 'access of', key: (each) => each.group, name: (each) => each.group }, before.access, after.access),
    ...listChanges(part('record rule', titled), before.rules, after.rules),
  ].map((sentence) => sentence.replace(/\.$/, `${place}.`));
  const own = (['label', 'labelPlural', 'description', 'recName', 'order', 'mailThread', 'extends'] as const)
    .filter((key) => before[key] !== after[key])
    .map((key) => `Changed the ${said(key)} of “${before.label}”: ${quoted(before[key])} → ${quoted(after[key])}.`);
  const views = isDeepStrictEqual(before.views, after.views) ? [] : [`Changed the views of “${after.label}”.`];
  const sequence = isDeepStrictEqual(before.sequence, after.sequence) ? [] : [`Changed the numbering of “${after.label}”.`];
  const flow = before.states?.initial === after.states?.initial && before.states?.field === after.states?.field ? [] : [`Changed where the states of “${after.label}” begin.`];
  return [...own, ...sentences, ...flow, ...sequence, ...views];
}

interface Renamable { readonly name: string; readonly label: string; readonly renamedFrom?: string | undefined }

/** Options by name, as what else may get another one. */
const named = (options: readonly StoredOption[] = []) => options.map(({ id, ...rest }) => ({ name: id, ...rest }));
const sameField = ({ fields }: Model, now: Model['fields'][number]): Model['fields'][number] | undefined => fields.find(({ name }) => name === now.name) ?? former(fields, now);

/** The item that goes on under another name. */
const former = <T extends Renamable>(before: readonly T[], now: T): T | undefined => (before.some(({ name }) => name === now.name) ? undefined : before.find(({ name }) => name === now.renamedFrom));

/** What was there before, by the names of now. */
function underNewNames<T extends Renamable>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before.map((item) => {
    const now = after.find((each) => former(before, each) === item);
    return now === undefined ? item : { ...item, name: now.name, renamedFrom: now.renamedFrom };
  });
}

function renames<T extends Renamable>(noun: string, before: readonly T[], after: readonly T[], place = ''): string[] {
  return after.flatMap((now) => (former(before, now) === undefined ? [] : [`Renamed the ${noun} “${now.label}”${place}: ${now.renamedFrom ?? ''} → ${now.name}; what was entered is kept.`]));
}

function listChanges<T>(part: Part<T>, before: readonly T[], after: readonly T[], detail: (before: T, after: T) => readonly string[] = changedKeys): string[] {
  const old = new Map(before.map((item) => [part.key(item), item]));
  const fresh = new Map(after.map((item) => [part.key(item), item]));
  const added = after.filter((item) => !old.has(part.key(item))).map((item) => `Added the ${part.noun} ${part.name(item)}.`);
  const removed = before.filter((item) => !fresh.has(part.key(item))).map((item) => `Removed the ${part.noun} ${part.name(item)}.`);
  const changed = after.flatMap((item) => {
    const was = old.get(part.key(item));
    const keys = was === undefined ? [] : detail(was, item);
    return keys.length === 0 ? [] : [`Changed the ${part.noun} ${part.name(item)} (${keys.join(', ')}).`];
  });
  return [...added, ...removed, ...changed];
}

/** Which keys of an item differ, with both values where they are short. */
function changedKeys(before: unknown, after: unknown): string[] {
  const old = before as Readonly<Record<string, unknown>>;
  const fresh = after as Readonly<Record<string, unknown>>;
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((key) => !isDeepStrictEqual(old[key], fresh[key]))
    .map((key) => (short(old[key]) && short(fresh[key]) ? `${said(key)}: ${quoted(old[key])} → ${quoted(fresh[key])}` : said(key)));
}

function textChanges(noun: string, before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((text) => !before.includes(text)).map((text) => `Added the ${noun} ${quoted(text)}.`),
    ...before.filter((text) => !after.includes(text)).map((text) => `Removed the ${noun} ${quoted(text)}.`),
  ];
}

function questionChanges(before: ModuleSpec, after: ModuleSpec): string[] {
  return [
    ...after.openQuestions.flatMap((question) => {
      const old = before.openQuestions.find((each) => each.id === question.id);
      if (old === undefined) return [`New question ${question.id}: ${question.question}`];
      return question.answer !== undefined && question.answer !== old.answer ? [`Question ${question.id} is answered: ${quoted(question.answer)}.`] : [];
    }),
    ...before.openQuestions.filter((old) => !after.openQuestions.some((each) => each.id === old.id)).map((old) => `Question ${old.id} is settled.`),
  ];
}

const short = (value: unknown): boolean => value === undefined || (typeof value !== 'object' && String(value).length <= 60);
const said = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const quoted = (value: unknown): string => {
  if (value === undefined || value === '') return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = text.length > 160 ? `${text.slice(0, 159)}…` : text;
  return typeof value === 'string' ? `“${cut}”` : cut;
};
