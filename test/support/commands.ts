import fc from 'fast-check';
import type { Command } from '../../src/domain/session.js';

export const SUBMIT: Extract<Command, { type: 'submit' }> = { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 2, tokens: 1000 }, ttlSeconds: 3600, requirements: 'r', spec: null };

const digest = fc.constantFrom('a', 'b');
const usage = fc.record({ inputTokens: fc.nat(100), outputTokens: fc.nat(100), llmCalls: fc.nat(2) });
const decision = <T extends string>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Any command but `submit`; most of them are not allowed in most states. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('spec_written' as const), spec: digest, changes: fc.constant(null), usage }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('review_spec' as const), decision: decision('approve', 'approve', 'modify', 'reject'), feedback: digest }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('module_written' as const), module: digest, acceptanceTests: digest, usage }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('module_tested' as const), green: fc.boolean(), report: digest, usage }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('review_code' as const), decision: decision('accept', 'modify'), feedback: digest }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('uat_opened' as const), slug: fc.constant('slug') }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('review_uat' as const), decision: decision('approve', 'reject'), feedback: digest }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('module_packed' as const), zip: digest }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('stage_failed' as const), note: fc.constant({ code: 'x', message: 'It failed.' }), retryable: fc.boolean(), usage }) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'uat_lost', note: { code: 'uat_lost', message: 'Its host died.' } }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'cancel' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'expire' }) },
);
