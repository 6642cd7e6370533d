import { nearest } from '../../nearest.js';
import type { Criterion, Step } from '../acceptance.js';
import { tellMissing } from './fields.js';
import { checkGroup } from './groups.js';
import { condition, type Law, type Tell } from './law.js';
import { notInDomain } from './sayable.js';
import type { SpecNames } from './spec-names.js';
import { wizardLineModel } from '../implied-models.js';
import { checkValue, checkValues } from './values.js';

/** What each kind of step needs and may have, besides `user`, `customer`, `refused`, `message`. */
const KEYS: Readonly<Record<Step['do'], { readonly needs: readonly (keyof Step)[]; readonly may: readonly (keyof Step)[] }>> = {
  create: { needs: ['model', 'values'], may: ['as', 'form'] },
  write: { needs: ['record', 'values'], may: [] },
  delete: { needs: ['record'], may: [] },
  press: { needs: ['record', 'button'], may: [] },
  run: { needs: ['job'], may: [] },
  wizard: { needs: ['wizard', 'records'], may: ['values', 'rows'] },
  settings: { needs: ['values'], may: [] },
  mailed: { needs: ['record'], may: ['text', 'to', 'equals'] },
  activity: { needs: ['record'], may: ['text', 'to', 'equals'] },
  posted: { needs: ['record', 'text'], may: ['equals'] },
  printed: { needs: ['record', 'report', 'text'], may: [] },
  expect: { needs: ['record', 'that'], may: [] },
  count: { needs: ['model', 'equals'], may: ['where'] },
  find: { needs: ['model', 'where', 'as'], may: [] },
  open: { needs: ['path'], may: ['shows', 'hides'] },
  call: { needs: ['endpoint'], may: ['values', 'shows', 'hides'] },
};
/** Steps that say what must be true. */
const CHECKS: readonly Step['do'][] = ['expect', 'count', 'find', 'mailed', 'activity', 'posted', 'printed'];
const ALWAYS: readonly string[] = ['do', 'user', 'customer', 'refused', 'message'];
const WEB: ReadonlySet<Step['do']> = new Set(['open', 'call']);

/** Scenarios can be run: steps have what they need and speak of records that an earlier step, or the data, made. */
export const scenariosLaw: Law = (names, tell) => {
  names.spec.acceptance.forEach((criterion, at) => checkScenario(names, criterion, `acceptance[${at}].scenario`, tell));
};

function checkScenario(names: SpecNames, criterion: Criterion, path: string, tell: Tell): void {
  if (criterion.scenario === undefined || criterion.scenario.length === 0) return;
  const known = new Map<string, string | null>(names.data.map((record) => [record.id, record.model]));
  const later = new Set(criterion.scenario.map((step) => step.as).filter((name) => name !== undefined));
  criterion.scenario.forEach((step, index) => {
    const place = `${path}[${index}]`;
    checkStepKeys(step, place, tell);
    if (step.user !== undefined) checkGroup(names, step.user, `${place}.user`, tell);
    checkWebStep(names, step, known, place, tell);
    const model = modelOf(step, known, later, place, tell);
    if (step.model !== undefined) tellMissing(names, step.model, `${place}.model`, tell);
    checkBehaviour(names, step, known, place, tell);
    if (model !== null && (names.model(model) !== null || names.missingModel(model) === null)) checkStep(names, step, model, known, place, tell);
    if ((step.do === 'create' || step.do === 'find') && step.as !== undefined) {
      if (known.has(step.as)) tell(`${place}.as`, `A record is called \`${step.as}\` already.`, 'Give it another name.');
      if (step.refused === true) tell(`${place}.as`, 'A step that is refused has no record to name.', 'Take `as` out.');
      known.set(step.as, step.model ?? null);
    }
  });
  if (!criterion.scenario.some((step) => CHECKS.includes(step.do) || step.refused === true || (step.shows?.length ?? 0) + (step.hides?.length ?? 0) > 0)) tell(path, 'This scenario checks nothing: no `expect`, no `count`, nothing refused.', 'Add a step that says what must be true afterwards.');
}

function checkBehaviour(names: SpecNames, step: Step, known: ReadonlyMap<string, string | null>, path: string, tell: Tell): void {
  const named = (id: string | undefined, ids: readonly string[], key: string, what: string): void => {
    if (id !== undefined && !ids.includes(id)) tell(`${path}.${key}`, `There is no ${what} \`${id}\`.`, nearest(id, ids) || (ids.length === 0 ? 'Add it to the spec.' : `There are: ${ids.join(', ')}.`));
  };
  const { spec } = names;
  named(step.job, spec.jobs.map(({ id }) => id), 'job', 'job');
  named(step.wizard, spec.wizards.map(({ name }) => name), 'wizard', 'wizard');
  named(step.report, spec.reports.map(({ id }) => id), 'report', 'report');
  const report = spec.reports.find(({ id }) => id === step.report);
  const printed = step.record === undefined ? null : known.get(step.record) ?? null;
  if (report !== undefined && printed !== null && report.model !== printed) tell(`${path}.record`, `\`${report.id}\` prints \`${report.model}\`, not \`${printed}\`.`, 'Name another record.');
  const wizard = spec.wizards.find(({ name }) => name === step.wizard);
  if (wizard === undefined) return;
  step.records?.forEach((record, i) => {
    if (!known.has(record)) tell(`${path}.records[${i}]`, `No earlier step made a record called \`${record}\`.`, nearest(record, known.keys()) || 'Create it before, with `as`.');
    else if (known.get(record) !== wizard.model) tell(`${path}.records[${i}]`, `The wizard opens from \`${wizard.model}\`; \`${record}\` is none.`, 'Name another record.');
  });
  const outside = names.scope(null, { names: known });
  if (step.rows !== undefined && wizard.lines === undefined) tell(`${path}.rows`, 'This wizard has no rows.', 'Take `rows` out.');
  else step.rows?.forEach((row, i) => checkValues(names, wizardLineModel(wizard), row, `${path}.rows[${i}]`, outside, tell));
}

function checkStepKeys(step: Step, path: string, tell: Tell): void {
  const { needs, may } = KEYS[step.do];
  for (const key of needs) if (step[key] === undefined) tell(`${path}.${key}`, `A step that does \`${step.do}\` needs \`${key}\`.`, `It takes ${[...needs, ...may].join(', ')}.`);
  for (const key of Object.keys(step)) if (step[key as keyof Step] !== undefined && ![...needs, ...may, ...ALWAYS].includes(key)) tell(`${path}.${key}`, `A step that does \`${step.do}\` has no \`${key}\`.`, `It takes ${[...needs, ...may].join(', ')}.`);
  if (step.message !== undefined && step.refused !== true) tell(`${path}.message`, 'There is a message only when the step is refused.', 'Add `refused: true`, or take the message out.');
}

/** Who asks is known, the endpoint and the records of an address are there. */
function checkWebStep(names: SpecNames, step: Step, known: ReadonlyMap<string, string | null>, path: string, tell: Tell): void {
  if (step.customer !== undefined) {
    if (step.user !== undefined) tell(`${path}.customer`, 'A step is done by one user.', 'Take `user` or `customer` out.');
    if (known.get(step.customer) !== 'res.partner') tell(`${path}.customer`, `\`${step.customer}\` is no contact that an earlier step made.`, 'Create a res.partner before, with `as`.');
  }
  if (!WEB.has(step.do)) return;
  if (step.message !== undefined) tell(`${path}.message`, 'Over HTTP Odoo does not always say why it refuses.', 'Take `message` out.');
  if (step.refused === true && (step.shows !== undefined || step.hides !== undefined)) tell(path, 'What is refused shows nothing.', 'Take `shows` and `hides` out.');
  for (const [, name = ''] of (step.path ?? '').matchAll(/\{([^}]*)\}?/g)) if (!known.has(name)) tell(`${path}.path`, `No earlier step made a record called \`${name}\`.`, nearest(name, known.keys()) || 'Create it before, with `as`.');
  const ids = names.spec.endpoints.map(({ id }) => id);
  const endpoint = names.spec.endpoints.find(({ id }) => id === step.endpoint);
  if (step.endpoint === undefined) return;
  if (endpoint === undefined) tell(`${path}.endpoint`, `There is no endpoint \`${step.endpoint}\`.`, nearest(step.endpoint, ids) || 'Add it to endpoints.');
  else if (step.values !== undefined && endpoint.does === 'read') tell(`${path}.values`, 'An endpoint that reads takes no values.', 'Take them out.');
  else if (step.values !== undefined) checkValues(names, endpoint.model, step.values, `${path}.values`, names.scope(null, { names: known }), tell);
}

function modelOf(step: Step, known: ReadonlyMap<string, string | null>, later: ReadonlySet<string>, path: string, tell: Tell): string | null {
  if (step.do === 'create' || step.do === 'count' || step.do === 'find') return step.model ?? null;
  if (step.do === 'wizard') return step.wizard ?? null;
  if (step.do === 'settings') return 'res.config.settings';
  if (step.record === undefined || WEB.has(step.do)) return null;
  if (!known.has(step.record)) tell(`${path}.record`, later.has(step.record) ? `\`${step.record}\` is created by a later step only.` : `No earlier step made a record called \`${step.record}\`.`, nearest(step.record, known.keys()) || 'Create it before, with `as`.');
  return known.get(step.record) ?? null;
}

function checkStep(names: SpecNames, step: Step, model: string, known: ReadonlyMap<string, string | null>, path: string, tell: Tell): void {
  const outside = names.scope(null, { names: known });
  if (step.values !== undefined) checkValues(names, model, step.values, `${path}.values`, outside, tell);
  if (step.do === 'create' && step.refused !== true) checkRequired(names, step, model, path, tell);
  if (step.form === true) for (const [field, value] of Object.entries(step.values ?? {})) if (Array.isArray(value) || value === null) tell(`${path}.values.${field}`, 'In a form one value is filled in after the other; a list or null is none.', 'Take it out, or take `form` out.');
  if (step.to !== undefined) checkValue(names, step.to, { kind: 'one', model: null }, `${path}.to`, outside, tell);
  condition(step.that, `${path}.that`, names.scope(model, { names: known }), tell);
  const where = condition(step.where, `${path}.where`, names.scope(model, { names: known }), tell);
  if (where !== null) notInDomain(where, { kind: 'count', records: known }, `${path}.where`, tell);
  if (step.button === undefined) return;
  const described = names.model(model);
  if (described === null) return;
  const buttons = [...(described.states?.transitions ?? []), ...described.actions, ...described.smartButtons].map(({ id }) => id);
  // A model of Odoo has buttons of its own.
  if (described.extends && /^(action|button)_/.test(step.button)) return;
  if (!buttons.includes(step.button)) tell(`${path}.button`, `\`${model}\` has no button \`${step.button}\`.`, nearest(step.button, buttons) || (buttons.length === 0 ? 'Add it to transitions or actions.' : `Buttons: ${buttons.join(', ')}.`));
}

function checkRequired(names: SpecNames, step: Step, model: string, path: string, tell: Tell): void {
  const described = names.model(model);
  for (const field of described?.fields ?? []) {
    const filled = field.default !== undefined || field.compute !== undefined || field.related !== undefined || field.type === 'boolean' || field.name === described?.sequence?.field || field.name === described?.states?.field;
    if (field.required && !filled && step.values !== undefined && step.values[field.name] === undefined) tell(`${path}.values.${field.name}`, `\`${model}\` requires \`${field.name}\`.`, 'Give it a value, or say that the step is refused.');
  }
}
