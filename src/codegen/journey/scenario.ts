import type { Filling, JourneyStep } from '../../domain/journey.js';
import type { Step } from '../../domain/module-spec/acceptance.js';
import type { Model } from '../../domain/module-spec/models.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { shownParts } from './conditions.js';
import { enteredValue, valueWords } from './values.js';

/** The steps of a scenario as a person takes them. */
export function scenarioSteps(scenario: readonly Step[], index: SpecIndex): readonly JourneyStep[] {
  const models = new Map(index.spec.data.map((record) => [record.id, record.model]));
  return scenario.map((step): JourneyStep => {
    const made = journeyStep(step, index, models);
    if (step.as !== undefined && step.model !== undefined) models.set(step.as, step.model);
    return made;
  });
}

function journeyStep(step: Step, index: SpecIndex, models: ReadonlyMap<string, string>): JourneyStep {
  const known = new Set(models.keys());
  const record = step.record ?? '';
  const model = step.model ?? models.get(record) ?? '';
  const user = step.user === undefined ? null : index.xmlId(step.user);
  const common = { model, user, refused: step.refused === true, message: step.message ?? null, sample: false };
  const said = (words: string): string => `${words}${step.user === undefined ? '' : ` as ${groupLabel(step.user, index)}`}${step.refused === true ? '; Odoo refuses' : ''}`;
  const label = index.model(model)?.label ?? model;
  if (step.do === 'open' || step.do === 'call' || step.customer !== undefined) {
    const what = step.do === 'open' ? `Open ${step.path ?? ''}` : step.do === 'call' ? `Ask ${step.endpoint ?? ''}` : `${step.do} ${label} ${record}`;
    // What is done from outside may change what later steps find; what is only looked at does not.
    const isLook = step.do === 'open' || step.do === 'expect' || step.do === 'count';
    return { ...common, ...(isLook ? { do: 'expect', looks: [], unsaid: 0 } : { do: 'write', values: [] }), record, words: said(`${what}${step.customer === undefined ? '' : ` as the customer ${step.customer}`}`), undrivable: 'it is done from outside, not in the pages of employees' };
  }
  switch (step.do) {
    case 'create': {
      const { values, missing } = fillings(step, model, index, known);
      return { ...common, do: 'create', as: step.as ?? null, values, words: said(`Create ${label}${valuesWords(values)}`), undrivable: missing };
    }
    case 'write': {
      const { values, missing } = fillings(step, model, index, known);
      return { ...common, do: 'write', record, values, words: said(`Edit ${label} ${record}${valuesWords(values)}`), undrivable: missing };
    }
    case 'press': {
      const button = buttonLabel(index.model(model), step.button ?? '');
      return { ...common, do: 'press', record, button: step.button ?? '', label: button, words: said(`Press “${button}” of ${label} ${record}`), undrivable: null };
    }
    case 'delete':
      return { ...common, do: 'delete', record, words: said(`Delete ${label} ${record}`), undrivable: null };
    case 'expect': {
      const { looks, unsaid } = shownParts(step.that ?? '', model, index, known);
      // Whoever must not see the record at all is shown none of its fields.
      const nothing = looks.length === 0 && step.refused !== true;
      return { ...common, do: 'expect', record, looks, unsaid, words: said(`Look at ${label} ${record}${valuesWords(looks)}`), undrivable: nothing ? 'what has to hold is not the value of one field' : null };
    }
    case 'count': {
      const { looks, unsaid } = step.where === undefined ? { looks: [], unsaid: 0 } : shownParts(step.where, model, index, known);
      return { ...common, do: 'search', filters: looks, equals: step.equals ?? 0, atLeast: false, words: said(`Search ${label}${valuesWords(looks)}: ${step.equals ?? 0} found`), undrivable: unsaid > 0 ? 'the search box cannot say what is looked for' : null };
    }
    case 'find':
      return { ...common, do: 'create', as: step.as ?? null, values: [], words: said(`Find the ${label} ${step.as ?? ''}`), undrivable: 'what a button made has no name in the browser' };
    // What happens by itself, and what is said outside of the form: the test looks at it, a person in the browser does not here.
    case 'mailed': case 'activity': case 'posted': case 'printed':
      return { ...common, do: 'expect', record, looks: [], unsaid: 0, words: said(UNSEEN[step.do](step)), undrivable: 'it is seen by the test, not on the form' };
    // The steps after these look for what they changed.
    case 'run': case 'wizard': case 'settings':
      return { ...common, do: 'write', record, values: [], words: said(UNSEEN[step.do](step)), undrivable: 'it is done by the test, not on a form of records' };
  }
}

/** Steps that the browser leaves to the test, in words. */
const UNSEEN: Readonly<Record<'run' | 'wizard' | 'settings' | 'mailed' | 'activity' | 'posted' | 'printed', (step: Step) => string>> = {
  run: ({ job = '' }) => `The job ${job} runs`,
  wizard: ({ wizard = '', records = [] }) => `Fill in ${wizard} for ${records.join(', ')} and confirm it`,
  settings: ({ values = {} }) => `Set ${Object.keys(values).join(', ')} on the settings page`,
  mailed: ({ record = '', text = '' }) => `A mail about ${record} says “${text}”`,
  activity: ({ record = '', text = '' }) => `An activity of ${record} says “${text}”`,
  posted: ({ record = '', text = '' }) => `The chatter of ${record} says “${text}”`,
  printed: ({ record = '', text = '' }) => `The printed ${record} says “${text}”`,
};

function fillings({ values = {} }: Step, model: string, index: SpecIndex, known: ReadonlySet<string>): { readonly values: readonly Filling[]; readonly missing: string | null } {
  let missing: string | null = null;
  const filled = Object.entries(values).flatMap(([name, given]): Filling[] => {
    const field = index.field(model, name);
    const value = enteredValue(given, field, known);
    if (value !== null) return [{ field: name, label: field?.label ?? name, value }];
    missing ??= `what “${field?.label ?? name}” gets is not typed by a person`;
    return [];
  });
  return { values: filled, missing };
}

const valuesWords = (values: readonly Filling[]): string => (values.length === 0 ? '' : `: ${values.map(({ label, value }) => `${label} ${valueWords(value)}`).join(', ')}`);

const buttonLabel = (model: Model | null, id: string): string => [...(model?.states?.transitions ?? []), ...(model?.actions ?? [])].find((button) => button.id === id)?.label ?? id;

const groupLabel = (group: string, index: SpecIndex): string => index.spec.groups.find(({ id }) => index.xmlId(id) === index.xmlId(group))?.label ?? group;
