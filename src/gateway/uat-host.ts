import type { FastifyPluginAsync } from 'fastify';
import type { App } from '../app/app.js';
import { slugAt } from '../app/uat-origin.js';

/**
 * nginx of a deployment asks here, before each request to a live Odoo, which one has that Host header and on which Docker host
 * it is: 204 with `X-UAT-Slug` and `X-UAT-Address`, or 403, by which nginx lets nobody on. On the socket of the one-time links
 * alone: it is nobody else's to know.
 */
export const uatHostRoutes = (app: App): FastifyPluginAsync => async (server) => {
  server.get('/instance', async (request, reply) => {
    const slug = await slugAt(app, request.headers.host);
    const address = slug === null ? null : await app.uats.addressOf(slug);
    if (slug === null || address === null) return reply.code(403).send();
    return reply.code(204).headers({ 'x-uat-slug': slug, 'x-uat-address': address }).send();
  });
};
