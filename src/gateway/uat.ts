import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod/v4';
import { loginToOdoo, type OdooLogin } from '../adapters/odoo/uat-login.js';
import type { App } from '../app/app.js';
import { ENTER_PATH } from '../app/issue-uat-link.js';
import { portsOf } from '../app/uat-address.js';
import { slugAt } from '../app/uat-origin.js';
import { useUatLink } from '../app/use-uat-link.js';
import type { Config } from '../config.js';
import { BuilderError } from '../domain/errors.js';
import { uatCookie } from './uat-cookie.js';
import { LINK_SPENT, NOT_ANSWERING } from './uat-page.js';

const query = z.object({ token: z.string().regex(/^[\w-]{43}$/) });

const placeOf = ({ OMB_UAT_DOOR: door, OMB_UAT_SOCKET_ROOT: root }: Config, slug: string): OdooLogin['at'] => (door === '' ? { socketPath: `${root}/${slug}/http.sock` } : { door });

/**
 * Where a one-time link arrives: nginx passes `/__uat/` of each instance's host here. The link is used up, the person
 * is logged in at that Odoo, and goes on to the module's first menu. What fails is told as a page, not as JSON.
 */
export const uatRoutes = (app: App): FastifyPluginAsync => async (server) => {
  // No HEAD: what looks at a link before a person opens it must not use it up.
  server.get(ENTER_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" });
    if (/prefetch|preview/.test(`${String(request.headers['sec-purpose'] ?? '')} ${String(request.headers.purpose ?? '')}`)) return reply.code(503).send(NOT_ANSWERING);
    const slug = await slugAt(app, request.headers.host);
    const parsed = query.safeParse(request.query);
    const instance = slug !== null && parsed.success ? await useUatLink(app, slug, parsed.data.token) : null;
    if (!instance) return reply.code(410).send(LINK_SPENT);
    try {
      const session = await loginToOdoo({ at: placeOf(app.config, instance.slug), host: request.headers.host ?? '', login: instance.login, password: instance.password });
      // What another one that had this port before it has left in the browser.
      if (portsOf(app.config) !== null) void reply.header('clear-site-data', '"cache", "storage"');
      return await reply.code(303).header('set-cookie', uatCookie(app.config, session)).header('location', instance.entryPath).send();
    } catch (error) {
      if (!(error instanceof BuilderError)) throw error;
      app.log.warn({ sessionId: instance.sessionId, err: error }, 'Odoo did not take the login of a one-time link');
      return reply.code(503).header('retry-after', '30').send(NOT_ANSWERING);
    }
  });
};
