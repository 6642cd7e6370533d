import type { Message } from '../../ports/language-model.js';
import { fence } from './fence.js';

/** The same conversation, the bodies that were wrong, and what is wrong with each. */
export function mendBodiesPrompt(conversation: readonly Message[], answer: string, problems: readonly string[]): Message[] {
  return [
    ...conversation,
    { role: 'assistant', content: answer },
    { role: 'user', content: `These cannot be used as they are:\n${fence('problems', problems.join('\n'))}\nAnswer with all items again, mended.` },
  ];
}
