import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Message } from '../../ports/language-model.js';
import { fence, FENCE_RULE } from './fence.js';

const RULES = `You translate the texts of an Odoo module for the people who work with it: labels, buttons, messages.

${FENCE_RULE}

Rules:
- Use the words that Odoo itself uses in that language, and one word for one thing throughout.
- Keep what is filled in as it is: %s, %(name)s, {{0}}. Keep tags such as <b> and their attributes.
- No longer than needed: a label stays a label. Keep a closing full stop or ellipsis.
- Answer with one item for each text: its number and the translation.`;

/** Texts of a module, numbered, for a translation into one language. */
export function translateTextsPrompt(spec: ModuleSpec, language: string, texts: readonly string[]): Message[] {
  const numbered = texts.map((text, number) => ({ number, text }));
  return [
    { role: 'system', content: RULES },
    { role: 'user', content: `What the module is:\n${fence('module', `${spec.title}: ${spec.summary}\n${spec.description}`)}\n\nLanguage: ${language}\n\nThe texts:\n${fence('texts', JSON.stringify(numbered))}` },
  ];
}
