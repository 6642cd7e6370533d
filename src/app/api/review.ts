import { createHash } from 'node:crypto';
import type { Command, Digest, Session } from '../../domain/session.js';
import type { NewArtifact } from '../../ports/session-store.js';
import type { App } from '../app.js';
import { idempotencyKey, requireToken } from './access.js';
import { json } from './answer.js';
import { nextStage, type ApiRequest, type ApiResponse } from './api.js';
import { linksOf } from './links.js';

/** What a person said, as the stages read it. */
export interface Feedback {
  readonly text: string;
  readonly remarks?: readonly { readonly criterion: string; readonly text: string }[];
  readonly from: 'spec_review' | 'code_review' | 'uat';
}

interface Review {
  readonly sessionId: string;
  readonly version?: number | undefined;
  readonly feedback: Feedback | null;
  command(feedback: Digest | null): Command;
}

/** Commits a person's decision and answers 202; `after` tidies up what the decision ended. */
export async function commitReview(app: App, request: ApiRequest, review: Review, after?: (session: Session) => Promise<void>): Promise<ApiResponse> {
  await requireToken(app, request, review.sessionId);
  const artifact: NewArtifact | null = review.feedback && { name: 'feedback.json', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(review.feedback)) };
  const { session, replayed } = await app.store.apply(review.sessionId, review.command(artifact && createHash('sha256').update(artifact.bytes).digest('hex')), {
    expectedVersion: review.version,
    idempotencyKey: idempotencyKey(request),
    artifacts: artifact === null ? [] : [artifact],
  });
  if (!replayed && after !== undefined) await after(session).catch((error: unknown) => app.log.warn({ err: error, sessionId: session.id }, 'the tidying up is left to the reaper'));
  const { id: sessionId, state, version } = session;
  return { ...json(202, { sessionId, state, version, links: linksOf(app.config, sessionId) }), next: replayed ? null : nextStage(session) };
}
