import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { json } from '../app/api/answer.js';
import type { App } from '../app/app.js';
import { health } from '../app/health.js';
import { metricsText } from '../app/metrics.js';
import { BuilderError } from '../domain/errors.js';
import { secondsSinceBackup } from './backup-age.js';
import { sendAnswer } from './send.js';

/** What operators watch, by the token of OMB_METRICS_TOKEN; without one there is nothing of it. nginx leads nobody here. */
export const operatorRoutes = (app: App): FastifyPluginAsync => async (server) => {
  const token = app.config.OMB_METRICS_TOKEN;
  if (token === '') return;
  const backup = (): Promise<number | null> => secondsSinceBackup(app.config.OMB_BACKUP_STAMP);

  server.get('/metrics', async (request, reply) => {
    requireOperator(request, token);
    return reply.headers({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' }).send(metricsText(await app.figures.figures(), await backup()));
  });

  server.get('/health', async (request, reply) => {
    requireOperator(request, token);
    const found = health(await app.figures.workers(), await backup());
    return sendAnswer(reply, json(found.status === 'ok' ? 200 : 503, found));
  });
};

/** Digests have one length, so the comparison tells nothing about the token. */
function requireOperator(request: FastifyRequest, token: string): void {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const sent = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(sent), digest(token))) throw new BuilderError('user', 'metrics_token_wrong', 'Send the token of OMB_METRICS_TOKEN as a bearer token.', { status: 401 });
}
