import { BuilderError } from '../domain/errors.js';
import type { Criterion } from '../domain/module-spec/acceptance.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import type { Hooks } from '../domain/module-spec/upkeep.js';
import { testName } from './acceptance/test-name.js';

/** A place that the spec fills with words: whoever writes code gives the body of one method. */
export interface BodySlot {
  /** e.g. `library.book/compute/total`, `acceptance/AC-3`. */
  readonly id: string;
  readonly kind: 'compute' | 'inverse' | 'search' | 'onchange' | 'constraint' | 'override' | 'transition' | 'closing' | 'action' | 'job' | 'wizard' | 'hook' | 'test';
  /** The method's head as it will stand in the file, with its decorators; the body goes below it. */
  readonly signature: string;
  /** What it does, in the words of the spec. */
  readonly words: string;
  /** The part of the spec that it belongs to. */
  readonly part: unknown;
}

export const slotId = (model: string, kind: Exclude<BodySlot['kind'], 'test' | 'hook'>, name: string): string => `${model}/${kind}/${name}`;
export const hookSlotId = (key: keyof Hooks): string => `hooks/${key}`;
export const testSlotId = (criterion: Criterion): string => `acceptance/${criterion.id}`;

/** Whatever of the module's methods only words say. */
export function bodySlots(spec: ModuleSpec): readonly BodySlot[] {
  const ofModels = spec.models.flatMap((model) => [
    ...model.fields.flatMap((field): BodySlot[] => (field.compute?.words === undefined ? [] : [{
      id: slotId(model.name, 'compute', field.name), kind: 'compute', words: field.compute.words, part: field,
      signature: `@api.depends(${(field.compute.depends ?? []).map((path) => `"${path}"`).join(', ')})\ndef _compute_${field.name}(self):`,
    }])),
    ...model.fields.flatMap((field): BodySlot[] => (field.compute?.inverseWords === undefined ? [] : [{
      id: slotId(model.name, 'inverse', field.name), kind: 'inverse', words: field.compute.inverseWords, part: field, signature: `def _inverse_${field.name}(self):`,
    }])),
    ...model.fields.flatMap((field): BodySlot[] => (field.compute?.searchWords === undefined ? [] : [{
      id: slotId(model.name, 'search', field.name), kind: 'search', words: field.compute.searchWords, part: field, signature: `def _search_${field.name}(self, operator, value):`,
    }])),
    ...model.onchanges.flatMap((onchange): BodySlot[] => (onchange.words === undefined ? [] : [{
      id: slotId(model.name, 'onchange', onchange.id), kind: 'onchange', words: onchange.words, part: onchange,
      signature: `@api.onchange(${onchange.fields.map((name) => `"${name}"`).join(', ')})\ndef _onchange_${onchange.id.replace(/^onchange_/, '')}(self):`,
    }])),
    ...model.overrides.flatMap((override): BodySlot[] => (override.words === undefined ? [] : [{
      id: slotId(model.name, 'override', override.id), kind: 'override', words: override.words, part: override, signature: `def ${onMethod(override.id)}(self):`,
    }])),
    ...(model.stages?.closing?.words === undefined ? [] : [{
      id: slotId(model.name, 'closing', 'closed'), kind: 'closing' as const, words: model.stages.closing.words, part: model.stages, signature: 'def _after_closed(self):',
    }]),
    ...model.constraints.flatMap((constraint): BodySlot[] => (constraint.words === undefined ? [] : [{
      id: slotId(model.name, 'constraint', constraint.id), kind: 'constraint', words: constraint.words, part: constraint,
      signature: `@api.constrains(...)\ndef ${constraintMethod(constraint.id)}(self):`,
    }])),
    ...(model.states?.transitions ?? []).flatMap((transition): BodySlot[] => (transition.words === undefined ? [] : [{
      id: slotId(model.name, 'transition', transition.id), kind: 'transition', words: transition.words, part: transition,
      signature: `def ${afterMethod(transition.id)}(self):`,
    }])),
    ...model.actions.flatMap((action): BodySlot[] => (action.words === undefined ? [] : [{
      id: slotId(model.name, 'action', action.id), kind: 'action', words: action.words, part: action,
      signature: `def ${afterMethod(action.id)}(self):`,
    }])),
  ]);
  return [...hookSlots(spec), ...ofModels, ...spec.jobs.flatMap((job): BodySlot[] => (job.words === undefined ? [] : [{
    id: slotId(job.model, 'job', job.id), kind: 'job', words: job.words, part: job,
    signature: `def ${afterMethod(job.id)}(self):`,
  }])), ...spec.wizards.flatMap((wizard): BodySlot[] => (wizard.words === undefined ? [] : [{
    id: slotId(wizard.name, 'wizard', 'action_run'), kind: 'wizard', words: wizard.words, part: wizard,
    signature: `def ${afterMethod('action_run')}(self):`,
  }]))];
}

function hookSlots({ hooks }: ModuleSpec): BodySlot[] {
  return (['beforeInstall', 'afterInstall', 'beforeUninstall'] as const).flatMap((key): BodySlot[] => {
    const words = hooks[key]?.words;
    return words === undefined ? [] : [{ id: hookSlotId(key), kind: 'hook', words, part: hooks[key], signature: `def ${key === 'beforeInstall' ? 'pre_init_hook' : key === 'afterInstall' ? 'post_init_hook' : 'uninstall_hook'}(env):` }];
  });
}

/** The criteria that have no scenario. */
export function testSlots(spec: ModuleSpec): readonly BodySlot[] {
  return spec.acceptance.filter((criterion) => criterion.scenario === undefined || criterion.scenario.length === 0).map((criterion) => ({
    id: testSlotId(criterion), kind: 'test', words: `Given ${criterion.given} When ${criterion.when} Then ${criterion.then}`, part: criterion,
    signature: `def ${testName(criterion)}(self):`,
  }));
}

/** The method that runs a Python constraint. */
export function constraintMethod(id: string): string {
  return `_check_${id.replace(/^check_/, '')}`;
}

/** The method with what else a button does. */
export function afterMethod(id: string): string {
  return `_after_${id}`;
}

/** The method with what an override adds to one of Odoo's. */
export function onMethod(id: string): string {
  return `_on_${id}`;
}

/** @throws BuilderError bug `body_missing` when nobody wrote it: a module never carries an empty method. */
export function requireBody(bodies: ReadonlyMap<string, string>, id: string): string {
  const body = bodies.get(id);
  if (body === undefined || body.trim() === '') throw new BuilderError('bug', 'body_missing', `Nobody has written the code of ${id} yet.`, { details: { slot: id } });
  return body;
}
