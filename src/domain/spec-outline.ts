import type { States } from './module-spec/models.js';
import type { ModuleSpec } from './module-spec/module-spec.js';
import { phrasesIn } from './phrases.js';

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

/** A specification for a person who reads no YAML, in their language where phrases.ts has it. Labels and texts are the specification's. */
export interface Outline {
  readonly sentences: readonly string[];
  readonly models: readonly OutlineModel[];
  /** Wishes that the module does not fulfil, with the reason. */
  readonly notBuilt: readonly string[];
}

/** @param tag of the person's language, BCP 47 */
export function outlineOf(spec: ModuleSpec, tag: string): Outline {
  const { language, phrases: say } = phrasesIn(tag);
  const listed = (names: readonly string[]): string => new Intl.ListFormat(language).format(names);
  const own = spec.models.filter((model) => !model.extends);
  const added = spec.models.filter((model) => model.extends);
  const label = (id: string): string => spec.groups.find((group) => group.id === id)?.label ?? (id === 'base.group_user' ? say.everyInternalUser : id);
  const open = spec.openQuestions.filter(({ answer }) => answer === undefined).length;
  return {
    sentences: [
      say.isModule(spec.title, spec.odooVersion, sentence(spec.summary)),
      ...(own.length === 0 ? [] : [say.keeps(listed(own.map((model) => `“${model.labelPlural ?? model.label}”`)))]),
      ...(added.length === 0 ? [] : [say.addsTo(listed(added.map((model) => `“${model.label}”`)))]),
      ...spec.models.flatMap(({ label: name, states }) => (states === undefined ? [] : [say.states(name, states.options.length, states.options.find(({ id }) => id === states.initial)?.label ?? states.initial)])),
      say.tested(spec.acceptance.length),
      ...(spec.assumptions.length === 0 ? [] : [say.assumed(spec.assumptions.length)]),
      ...(open === 0 ? [] : [say.open(open)]),
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
