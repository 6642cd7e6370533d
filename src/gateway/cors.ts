import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Config } from '../config.js';

const METHODS = 'GET, HEAD, POST, OPTIONS';
const REQUEST_HEADERS = 'authorization, content-type, if-none-match, last-event-id, x-api-key, cache-control';

/** Lets the configured frontend's origin read the answers from a browser, and no other. */
export function cors({ OMB_FRONTEND_ORIGIN }: Pick<Config, 'OMB_FRONTEND_ORIGIN'>): FastifyPluginAsync {
  const allowed = OMB_FRONTEND_ORIGIN === '' ? null : new URL(OMB_FRONTEND_ORIGIN).origin;
  const plugin = async (server: FastifyInstance): Promise<void> => {
    server.addHook('onRequest', async (request, reply) => {
      void reply.header('vary', 'origin');
      if (allowed === null || request.headers.origin !== allowed) return;
      void reply.headers({ 'access-control-allow-origin': allowed, 'access-control-expose-headers': 'etag, content-disposition, retry-after' });
      if (request.method === 'OPTIONS') {
        await reply.code(204).headers({ 'access-control-allow-methods': METHODS, 'access-control-allow-headers': REQUEST_HEADERS, 'access-control-max-age': '600' }).send();
      }
    });
  };
  // Fastify keeps a plugin's hooks to itself unless it says that they are for its parent.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
