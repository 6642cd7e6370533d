import { randomBytes } from 'node:crypto';
import { load } from 'js-yaml';
import type { PreparedSession, PreparedState } from './prepared-sessions.js';

/** One kind of command that a frontend sends, and where a session must stand to take it. */
export interface MeasuredWebhook {
  readonly name: string;
  readonly path: string;
  /** Null: the request opens its session itself. */
  readonly needs: PreparedState | null;
  body(session: PreparedSession): Readonly<Record<string, unknown>>;
}

/** As prose, a wish of ordinary length. */
const WISH = 'We lend books to our members. A book has a title, an ISBN and a number of copies; a loan ends after 14 days. Members see their own loans only. '.repeat(6);

/** @param spec a ModuleSpec as YAML */
export function measuredWebhooks(spec: string): readonly MeasuredWebhook[] {
  const asData: unknown = load(spec);
  return [
    { name: 'specification-agent, prose', path: 'specification-agent', needs: null, body: ({ id }) => ({ sessionId: id, requirements: WISH }) },
    { name: 'specification-agent, ModuleSpec', path: 'specification-agent', needs: null, body: ({ id }) => ({ sessionId: id, spec: asData }) },
    { name: 'specification-agent, ModuleSpec in YAML', path: 'specification-agent', needs: null, body: ({ id }) => ({ sessionId: id, spec }) },
    { name: 'specification-feedback, approve', path: 'specification-feedback', needs: 'spec_review', body: ({ id }) => ({ sessionId: id, decision: 'approve' }) },
    { name: 'coding-feedback, modify', path: 'coding-feedback', needs: 'code_review', body: ({ id }) => ({ sessionId: id, decision: 'modify', feedback: 'Seats may be zero.' }) },
    { name: 'user-acceptance-result, approve', path: 'user-acceptance-result', needs: 'uat', body: ({ id }) => ({ sessionId: id, decision: 'approve' }) },
    { name: 'session-cancel', path: 'session-cancel', needs: 'spec_review', body: ({ id }) => ({ sessionId: id }) },
  ];
}

/** A session that is not there yet. */
export const newSession = (): PreparedSession => ({ id: `bench-${randomBytes(10).toString('hex')}`, token: '' });
