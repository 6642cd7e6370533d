import type { Message } from '../../ports/language-model.js';
import { fence } from './fence.js';
import { SPEC_RULES } from './spec-rules.js';

/** Prose to a first ModuleSpec. */
export function writeSpecPrompt(requirements: string, language: string, odooVersion: string): Message[] {
  return [
    { role: 'system', content: SPEC_RULES },
    { role: 'user', content: `Specify this module for Odoo ${odooVersion}. The person's language: ${language}.\n\n${fence('requirements', requirements)}` },
  ];
}
