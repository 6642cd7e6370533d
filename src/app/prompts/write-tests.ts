import type { BodySlot } from '../../codegen/slots.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Message } from '../../ports/language-model.js';
import { CODE_RULES } from './code-rules.js';
import { fence } from './fence.js';
import { describeSlots } from './write-bodies.js';

const ANSWER = `
You write acceptance tests from a specification alone; you do not know the code. You are given a ModuleSpec and the criteria that have no scenario. Answer with one item for each: its id, and "code": the body of a method of an Odoo TransactionCase, beginning at column 0.
- It makes its own records, does what the criterion says, and asserts what must be true afterwards with self.assert…. A test that could not fail is refused.
- What Odoo must refuse stands below "with self.assertRefused('the.model', 'a piece of what the person reads'):"; that fits constraints of the database too, which self.assertRaises does not.
- It tests what a person would see: fields, buttons (methods named like their ids) and errors, never the inside of the code.
- Available names: self (a TransactionCase, so self.env), fields, Command, AccessError, UserError, ValidationError, new_test_user, relativedelta.`;

/** The acceptance tests that the spec states in words; sees the spec only, never the code. */
export function writeTestsPrompt(spec: ModuleSpec, slots: readonly BodySlot[]): Message[] {
  return [
    { role: 'system', content: CODE_RULES + ANSWER },
    { role: 'user', content: `${fence('module spec', JSON.stringify(spec))}\n\nThe criteria:\n${fence('criteria', describeSlots(slots))}` },
  ];
}
