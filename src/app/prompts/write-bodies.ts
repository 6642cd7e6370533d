import type { BodySlot } from '../../codegen/slots.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Message } from '../../ports/language-model.js';
import { CODE_RULES } from './code-rules.js';
import { fence } from './fence.js';

const ANSWER = `
You are given a ModuleSpec and the methods that it states in words. Answer with one item for each method: its id, and "code": the body only, without its head, beginning at column 0. Available names: self, api, fields, models, Command, AccessError, UserError, ValidationError, relativedelta; the present day is fields.Date.context_today(self).`;

/** All method bodies that the spec states in words, in one call. */
export function writeBodiesPrompt(spec: ModuleSpec, slots: readonly BodySlot[]): Message[] {
  return [
    { role: 'system', content: CODE_RULES + ANSWER },
    { role: 'user', content: `${fence('module spec', JSON.stringify(spec))}\n\nThe methods:\n${fence('methods', describeSlots(slots))}` },
  ];
}

/** Head, words and spec part of each slot, for a reader. */
export function describeSlots(slots: readonly BodySlot[]): string {
  return slots.map((slot) => `id: ${slot.id}\nhead:\n${slot.signature}\nwhat it does: ${slot.words}\npart of the spec: ${JSON.stringify(slot.part)}`).join('\n\n');
}
