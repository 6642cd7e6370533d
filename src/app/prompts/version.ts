import { createHash } from 'node:crypto';
import type { Message } from '../../ports/language-model.js';

/**
 * The version of a prompt: the first 8 hex digits of the sha256 of our own words in it, its system message. It changes with
 * them and with nothing else, and stands in the log of each call, so that runs can be compared.
 */
export function promptVersion(messages: readonly Message[]): string {
  return createHash('sha256').update(messages[0]?.role === 'system' ? messages[0].content : '').digest('hex').slice(0, 8);
}
