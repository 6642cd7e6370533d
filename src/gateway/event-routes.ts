import { createSession } from 'better-sse';
import type { FastifyPluginAsync } from 'fastify';
import type { App } from '../app/app.js';
import { BuilderError } from '../domain/errors.js';
import { isEnded } from '../domain/session.js';
import { EventFeed } from './event-feed.js';
import { requireSession, type SessionParams } from './session-routes.js';

/** Watchers of one session in one process; a browser tab is one. */
const MAX_WATCHERS = 20;

/**
 * Server-sent events: `transition` (id = seq) from the store, so that none is missed, and `progress` as it comes.
 * `Last-Event-ID` goes on behind that seq. After the last transition the stream ends; who comes back then gets a 204.
 */
export const eventRoutes = (app: App): FastifyPluginAsync => async (server) => {
  const feeds = new Map<EventFeed, string>();
  server.addHook('preClose', async () => {
    await Promise.all([...feeds.keys()].map((feed) => feed.end()));
  });

  server.get<SessionParams>('/sessions/:id/events', { exposeHeadRoute: false }, async (request, reply) => {
    const id = await requireSession(app, request);
    const after = seqOf(request.headers['last-event-id']);
    const session = await app.store.find(id);
    if (session !== null && isEnded(session.state) && after >= session.version) return reply.code(204).send();
    if ([...feeds.values()].filter((each) => each === id).length >= MAX_WATCHERS) {
      throw new BuilderError('user', 'too_many_watchers', `${MAX_WATCHERS} streams of this session are open, which is the most. Close one, or ask for the status now and then instead.`, { status: 429 });
    }
    reply.hijack();
    const inherited = reply.getHeaders() as Record<string, string>;
    const stream = await createSession(request.raw, reply.raw, { headers: { ...inherited, 'x-accel-buffering': 'no', 'cache-control': 'no-cache, no-store, no-transform' }, keepAlive: 15_000 });
    const feed = new EventFeed(app, id, after, stream, () => reply.raw.end());
    feeds.set(feed, id);
    stream.once('disconnected', () => {
      feeds.delete(feed);
      void feed.end();
    });
    await feed.start();
  });
};

/** 0, so from the beginning, for what is no seq of ours. */
function seqOf(value: string | readonly string[] | undefined): number {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
}
