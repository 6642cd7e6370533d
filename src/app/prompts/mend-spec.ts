import type { Mistake } from '../../domain/errors.js';
import type { Message } from '../../ports/language-model.js';
import { fence } from './fence.js';

/** The same conversation, the answer that was wrong, and all its mistakes. */
export function mendSpecPrompt(conversation: readonly Message[], answer: string, mistakes: readonly Mistake[]): Message[] {
  const lines = mistakes.map((mistake) => `- ${mistake.path}: ${mistake.message}${mistake.hint === undefined ? '' : ` ${mistake.hint}`}`).join('\n');
  return [
    ...conversation,
    { role: 'assistant', content: answer },
    {
      role: 'user',
      content: `This ModuleSpec cannot be accepted. Its mistakes, each with its place:\n${fence('mistakes', lines)}\nMend all of them, change nothing else, and answer with the whole corrected JSON again.`,
    },
  ];
}
