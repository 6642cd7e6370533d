import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Message } from '../../ports/language-model.js';
import { fence } from './fence.js';
import { SPEC_RULES } from './spec-rules.js';

const REVISE_RULES = `
You are given the present ModuleSpec and what the person says to it. Answer with:
- "spec": the whole revised ModuleSpec. Change only what the person asks for and what must change with it; keep every id, name and wording that is not concerned.
- "touched": the places that you changed, as paths of names and ids: "title", "acceptance/AC-2", "models/library.book/fields/isbn", "groups/group_librarian". A new or removed item is named by its own place. Whatever is not named here stays as it was, whatever "spec" says.
- An answer of the person to an open question is worked into the spec, and into the question's "answer" (touched: "openQuestions/Q-1").
- A model, field, option or state that only gets another name or id has its former one in renamedFrom, so that what people entered is kept; that of an earlier revision stays.
- A changed rule changes its acceptance criterion too; a new one gets a new criterion with the next free number.`;

/** The previous spec and the person's feedback to a revision. */
export function reviseSpecPrompt(previous: ModuleSpec, feedback: string, language: string): Message[] {
  return [
    { role: 'system', content: SPEC_RULES + REVISE_RULES },
    {
      role: 'user',
      content: `The present ModuleSpec:\n${fence('module spec', JSON.stringify(previous))}\n\nWhat the person says to it (language: ${language}):\n${fence('feedback', feedback)}`,
    },
  ];
}
