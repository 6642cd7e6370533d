import type { FastifyPluginAsync } from 'fastify';
import { requireToken, sessionNotFound } from '../app/api/access.js';
import { json } from '../app/api/answer.js';
import { sessionId } from '../app/api/requests.js';
import { status } from '../app/api/status.js';
import type { App } from '../app/app.js';
import { issueUatLink } from '../app/issue-uat-link.js';
import { sendAnswer } from './send.js';

export interface SessionParams {
  readonly Params: { readonly id: string };
}

/** An id that cannot be one is answered as one that does not exist. */
export async function requireSession(app: App, request: { readonly headers: Parameters<typeof requireToken>[1]['headers']; readonly params: { readonly id: string } }): Promise<string> {
  const { id } = request.params;
  const known = sessionId.safeParse(id).success;
  await requireToken(app, request, known ? id : '');
  if (!known) throw sessionNotFound();
  return id;
}

export const sessionRoutes = (app: App): FastifyPluginAsync => async (server) => {
  server.get<SessionParams>('/sessions/:id', async (request, reply) => {
    const id = await requireSession(app, request);
    return sendAnswer(reply, await status(app, { headers: request.headers, query: { sessionId: id }, body: null }));
  });

  server.post<SessionParams>('/sessions/:id/uat-links', async (request, reply) => {
    return sendAnswer(reply, json(201, await issueUatLink(app, await requireSession(app, request))));
  });
};
