import type { States } from './module-spec/models.js';
import type { ModuleSpec } from './module-spec/module-spec.js';

/** How an assumption begins that says what is not built, and why. */
export const NOT_BUILT = 'Not built:';

export interface OutlineModel {
  readonly name: string;
  readonly label: string;
  /** Adds to a model that Odoo has. */
  readonly extends: boolean;
  readonly fields: readonly { readonly name: string; readonly label: string; readonly type: string; readonly required: boolean }[];
  /** Rules that are kept, as the person will read them when they are broken. */
  readonly rules: readonly string[];
  /** Mermaid's text of its life cycle; null without one. */
  readonly stateDiagram: string | null;
  readonly access: readonly { readonly who: string; readonly may: readonly ('read' | 'write' | 'create' | 'delete')[] }[];
}

/** A specification for a person who reads no YAML. Our own words are English; labels and texts are the specification's. */
export interface Outline {
  readonly sentences: readonly string[];
  readonly models: readonly OutlineModel[];
  /** Wishes that the module does not fulfil, with the reason. */
  readonly notBuilt: readonly string[];
}

export function outlineOf(spec: ModuleSpec): Outline {
  const own = spec.models.filter((model) => !model.extends);
  const added = spec.models.filter((model) => model.extends);
  const label = (id: string): string => spec.groups.find((group) => group.id === id)?.label ?? (id === 'base.group_user' ? 'Every internal user' : id);
  const open = spec.openQuestions.filter(({ answer }) => answer === undefined).length;
  return {
    sentences: [
      `“${spec.title}” is a module for Odoo ${spec.odooVersion}: ${sentence(spec.summary)}`,
      ...(own.length === 0 ? [] : [`It keeps ${listed(own.map((model) => `“${model.labelPlural ?? model.label}”`))}.`]),
      ...(added.length === 0 ? [] : [`It adds to what Odoo has: ${listed(added.map((model) => `“${model.label}”`))}.`]),
      ...spec.models.flatMap(({ label: name, states }) => (states === undefined ? [] : [`“${name}” goes through ${states.options.length} states, beginning with “${states.options.find(({ id }) => id === states.initial)?.label ?? states.initial}”.`])),
      `${count(spec.acceptance.length, 'criterion', 'criteria')} will be tested in a real Odoo.`,
      ...(spec.assumptions.length === 0 ? [] : [`${count(spec.assumptions.length, 'thing was', 'things were')} assumed.`]),
      ...(open === 0 ? [] : [`${count(open, 'question is', 'questions are')} open; without an answer the assumptions stand.`]),
    ],
    models: spec.models.map((model) => ({
      name: model.name,
      label: model.label,
      extends: model.extends,
      fields: model.fields.map((field) => ({ name: field.name, label: field.label, type: field.type, required: field.required })),
      rules: model.constraints.map(({ message }) => message),
      stateDiagram: model.states === undefined ? null : stateDiagram(model.states, label),
      access: model.access.map((row) => ({ who: label(row.group), may: (['read', 'write', 'create', 'delete'] as const).filter((right) => row[right]) })),
    })),
    notBuilt: spec.assumptions.filter((each) => each.startsWith(NOT_BUILT)).map((each) => each.slice(NOT_BUILT.length).trim()),
  };
}

/** `stateDiagram-v2` of Mermaid. Ids are identifiers; in texts nothing is left that Mermaid reads otherwise. */
function stateDiagram(states: States, label: (group: string) => string): string {
  const plain = (text: string): string => text.replaceAll(/[^\p{L}\p{N} .,!?'’()/&+-]/gu, ' ').trim();
  return [
    'stateDiagram-v2',
    ...states.options.map(({ id, label: name }) => `  state "${plain(name)}" as ${id}`),
    `  [*] --> ${states.initial}`,
    ...states.transitions.flatMap(({ from, to, label: name, groups }) => from.map((id) => `  ${id} --> ${to} : ${plain(name)}${groups.length === 0 ? '' : ` (${groups.map((group) => plain(label(group))).join(', ')})`}`)),
  ].join('\n');
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`);
