import { bodySlots, testSlots } from '../codegen/slots.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';

/** For each place of the spec that only words say: that it needs a language model, and what to do without one. */
export function wordsNeedModel(spec: ModuleSpec): string[] {
  const bodies = bodySlots(spec).map((slot) => `${slot.id} is said in words: say it as an expression, or configure a language model.`);
  const tests = testSlots(spec).map((slot) => `${slot.id} has no scenario: write it as steps, or configure a language model.`);
  return [...bodies, ...tests];
}
