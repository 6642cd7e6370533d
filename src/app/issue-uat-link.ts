import { createHash, randomBytes } from 'node:crypto';
import { allowedActions } from '../domain/allowed-actions.js';
import { BuilderError } from '../domain/errors.js';
import type { Session } from '../domain/session.js';
import type { App } from './app.js';
import { originOf } from './uat-origin.js';

const LINK_TTL_MS = 10 * 60_000;
/** Path below the instance's origin that the gateway answers, not Odoo. */
export const ENTER_PATH = '/__uat/enter';

export interface UatLink {
  /** Opens the instance once, logged in. */
  readonly url: string;
  readonly expiresAt: Date;
  /** For another browser, or when the link is spent: what Odoo's own login page takes. */
  readonly login: string;
  readonly password: string;
}

export const linkDigest = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * A one-time link into the session's live Odoo, valid for ten minutes.
 * @throws BuilderError user `session_not_found`, conflict `uat_not_open` (with version, state and allowedActions)
 */
export async function issueUatLink(app: App, sessionId: string): Promise<UatLink> {
  const session = await app.store.find(sessionId);
  if (!session) throw new BuilderError('user', 'session_not_found', 'There is no such session.', { status: 404 });
  const instance = session.state === 'uat' ? await app.uats.findBySession(sessionId) : null;
  if (!instance) throw notOpen(session, await whyNot(app, session));
  const origin = await originOf(app, instance.slug);
  if (origin === null) throw notOpen(session, WITHOUT_PORT);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(app.clock.now().getTime() + LINK_TTL_MS);
  await app.uats.addLink(instance.slug, linkDigest(token), expiresAt);
  return { url: `${origin}${ENTER_PATH}?token=${token}`, expiresAt, login: instance.login, password: instance.password };
}

const notOpen = (session: Session, why: string): BuilderError =>
  new BuilderError('conflict', 'uat_not_open', why, { details: { version: session.version, state: session.state, allowedActions: allowedActions(session) } });

/** Set-ups change: it was opened by one in which instances had names. */
const WITHOUT_PORT = 'The Odoo of this session was opened when this installation had other addresses. Reject it with a remark, or modify without one: a new one is opened then.';

async function whyNot({ uatStates }: App, { id, state }: Session): Promise<string> {
  if (state !== 'uat') return `This session has no Odoo to try: it is in the state ${state}, and there is one in the state uat.`;
  if (((await uatStates.leftMs(id)) ?? 0) > 0) return 'The Odoo of this session has ended before its time. It is opened again in the next minutes; ask for a link then.';
  return 'The Odoo of this session has been taken down, because its time was over. Approve what you have tried, or reject it with a remark: a new one is opened then.';
}
