import type { Filling, JourneyStep, JourneyValue } from '../../domain/journey.js';
import type { Criterion } from '../../domain/module-spec/acceptance.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { recordName } from '../spec/complete-model.js';
import type { SpecIndex } from '../spec/spec-index.js';

/** Records that are made on the way to one that needs them. */
const MAX_DEPTH = 3;
const MAX_BUTTONS = 6;

/** Create, edit, search, and each button that the first status offers, of the model that a criterion's words name; null when they name none. */
export function mainPath(criterion: Criterion, index: SpecIndex): readonly JourneyStep[] | null {
  const model = spokenOf(criterion, index);
  if (model === null) return null;
  const steps: JourneyStep[] = [];
  const maker = new Maker(index, steps);
  const first = maker.make(model, 0);
  const common = { model: model.name, user: null, refused: false, message: null, sample: true, undrivable: null };
  const edited = model.fields.find((field) => isTyped(field) && field.type === 'char') ?? model.fields.find((field) => isTyped(field) && field.type === 'text');
  if (edited !== undefined) steps.push({ ...common, do: 'write', record: first, values: [{ field: edited.name, label: edited.label, value: { kind: 'text', text: `Edited ${edited.label}`.slice(0, edited.size) } }], words: `Edit ${first}` });
  const name = recordName(model);
  const named = name === null ? undefined : model.fields.find((field) => field.name === name && isTyped(field) && field.type === 'char');
  if (named !== undefined) steps.push({ ...common, do: 'search', filters: [{ field: named.name, label: named.label, value: { kind: 'text', text: (named === edited ? `Edited ${named.label}` : `Sample ${named.label}`).slice(0, named.size) } }], equals: 1, atLeast: true, words: `Search ${first} by its ${named.label}` });
  const buttons = (model.states?.transitions ?? []).filter(({ from }) => from.includes(model.states?.initial ?? '')).slice(0, MAX_BUTTONS);
  buttons.forEach((button, at) => {
    const record = at === 0 ? first : maker.make(model, 0);
    steps.push({ ...common, do: 'press', record, button: button.id, label: button.label, words: `Press “${button.label}” of ${record}` });
  });
  return steps;
}

/** The model of our own whose label stands in the words; of several the one with the longest label, of its plural too. */
function spokenOf({ title, given, when, then }: Criterion, index: SpecIndex): Model | null {
  const words = ` ${[title, when, then, given].join(' ').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const isNamed = (label: string): boolean => words.includes(` ${label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `);
  const named = index.models.filter((model) => !model.extends && [model.label, model.labelPlural ?? `${model.label}s`].some(isNamed));
  return named.toSorted((a, b) => b.label.length - a.label.length)[0] ?? null;
}

/** Makes records with whatever is required, those first that they need. */
class Maker {
  private count = 0;

  constructor(private readonly index: SpecIndex, private readonly steps: JourneyStep[]) {}

  /** The name of the record in the journey. */
  make(model: Model, depth: number): string {
    let undrivable: string | null = null;
    const values = model.fields.filter((field) => isMissing(field, model)).flatMap((field): Filling[] => {
      const value = this.sample(field, depth);
      if (value === null) undrivable ??= `nothing is known that “${field.label}” would take`;
      return value === null ? [] : [{ field: field.name, label: field.label, value }];
    });
    this.count += 1;
    const as = `${model.label} ${this.count}`;
    this.steps.push({ do: 'create', model: model.name, user: null, refused: false, message: null, sample: true, as, values, words: `Create ${as}`, undrivable });
    return as;
  }

  private sample(field: Field, depth: number): JourneyValue | null {
    switch (field.type) {
      case 'char': case 'text': return { kind: 'text', text: `Sample ${field.label}`.slice(0, field.size) };
      case 'html': return { kind: 'text', text: `Sample ${field.label}` };
      case 'integer': case 'float': case 'monetary': return { kind: 'number', number: 1 };
      case 'date': return { kind: 'day', iso: null, days: 0, months: 0 };
      case 'selection': {
        const [option] = field.options ?? [];
        return option === undefined ? null : { kind: 'choice', ...option };
      }
      case 'many2one': {
        const comodel = this.index.model(field.comodel ?? '');
        if (comodel === null || comodel.extends || depth >= MAX_DEPTH) return { kind: 'any' };
        return { kind: 'records', names: [this.make(comodel, depth + 1)], one: true };
      }
      default: return null;
    }
  }
}

/** A person types into it. */
const isTyped = (field: Field): boolean => !field.readonly && field.compute === undefined && field.related === undefined && field.groups.length === 0;

/** Nothing but a person fills it in. */
const isMissing = (field: Field, model: Model): boolean => field.required && isTyped(field) && field.default === undefined && field.type !== 'boolean' && field.name !== model.states?.field && field.name !== model.sequence?.field;
