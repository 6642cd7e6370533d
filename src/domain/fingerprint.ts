import { createHash } from 'node:crypto';
import type { Failure } from './verdict.js';

/** As much of a message tells errors apart. */
const SHOWN = 400;

/**
 * What a failure has in common with those of other runs and other modules, in words: paths, line numbers, ids, addresses
 * and the names of the module and its models are left out.
 */
export function errorWords(failure: Pick<Failure, 'kind' | 'by' | 'message' | 'traceback'>, module: string): string {
  const raised = failure.traceback?.trim().split('\n').at(-1)?.trim() ?? '';
  // The traceback's last line is the error itself; a log message is often only where it happened.
  const text = /^[\w.]*(?:Error|Exception|Warning|Violation)\b/.test(raised) ? raised : failure.message;
  const plain = text
    .replaceAll(/(?:\/[\w.@-]+)+\.(?:py|xml|csv|js)\b|\b(?:[\w-]+\/)+[\w-]+\.(?:py|xml|csv|js)\b/g, '<path>')
    .replaceAll(/0x[0-9a-f]+|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{16,64}\b/gi, '<id>')
    .replaceAll(new RegExp(`\\b${module.replaceAll(/\W/g, '')}\\b`, 'g'), '<module>')
    .replaceAll(/\b\d+\b/g, '<n>')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${failure.kind} ${failure.by} ${plain.slice(0, SHOWN)}`;
}

/** sha256 over the words: the address of an error. */
export const fingerprint = (failure: Parameters<typeof errorWords>[0], module: string): string => createHash('sha256').update(errorWords(failure, module)).digest('hex');

/** sha256 over all that is wrong with one module, where it is included, so that the same errors in the same places are known again. */
export function fingerprintOfAll(failures: readonly Pick<Failure, 'kind' | 'by' | 'message' | 'traceback' | 'criterion' | 'file'>[], module: string): string {
  const each = failures.map((failure) => [fingerprint(failure, module), failure.criterion, failure.file].join(' '));
  return createHash('sha256').update(each.toSorted().join('\n')).digest('hex');
}

/** False for an acceptance test that does not hold: what it says is of one module's business, and cures nobody else's. */
export const isCommon = ({ kind, traceback, message }: Pick<Failure, 'kind' | 'message' | 'traceback'>): boolean =>
  !['forged', 'flaky', 'skipped', 'tests_missing'].includes(kind) && !(kind === 'test' && /\bAssertionError\b/.test(`${traceback ?? ''} ${message}`));
