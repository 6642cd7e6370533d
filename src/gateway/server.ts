import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import type { App } from '../app/app.js';
import { BuilderError } from '../domain/errors.js';
import { artifactRoutes } from './artifact-routes.js';
import { cors } from './cors.js';
import { eventRoutes } from './event-routes.js';
import { operatorRoutes } from './operator-routes.js';
import { sendAnswer, sendProblem } from './send.js';
import { sessionRoutes } from './session-routes.js';
import { uatHostRoutes } from './uat-host.js';
import { uatRoutes } from './uat.js';

export interface GatewayOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the UAT nginx finds the one-time links, and nothing else of this service; with none they are on host and port too. */
  readonly socketPath?: string;
}

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

/** The service beside n8n: a session's status, its events, its artifacts, and the way into its UAT instance. */
export async function startGateway(app: App, { host, port, socketPath }: GatewayOptions): Promise<Gateway> {
  const api = server(app);
  await api.register(cors(app.config));
  await api.register(sessionRoutes(app));
  await api.register(eventRoutes(app));
  await api.register(artifactRoutes(app));
  await api.register(operatorRoutes(app));
  if (socketPath === undefined) await api.register(uatRoutes(app));
  const url = await api.listen({ host, port });
  const entry = socketPath === undefined ? null : await listenForLinks(app, socketPath);
  app.log.info({ url, socketPath }, 'the gateway listens');
  return {
    url,
    async close() {
      await Promise.all([api.close(), entry?.close()]);
    },
  };
}

function server(app: App): FastifyInstance {
  const instance = Fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
    frameworkErrors: (cause, _request, reply) => void sendProblem(reply, badRequest(cause.statusCode ?? 400, cause)),
  });
  // No route reads a body: what a client's library sends along with a POST, an empty one said to be JSON too, is let pass.
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null));
  instance.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
  instance.setNotFoundHandler((_request, reply) => sendProblem(reply, new BuilderError('user', 'no_such_route', 'There is nothing at this address. The gateway has /sessions/{sessionId}, and below it /events, /artifacts/{sha256} and /uat-links.', { status: 404 })));
  instance.setErrorHandler((error, request, reply) => {
    // Fastify's own refusals (a malformed URL, a body too large) carry their status.
    const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
    if (!(error instanceof BuilderError) && status < 500) return sendProblem(reply, badRequest(status, error));
    if (!(error instanceof BuilderError) || error.kind === 'bug') app.log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'a request failed');
    return sendProblem(reply, error);
  });
  instance.get('/healthz', async (_request, reply) => {
    await app.store.tokenKey();
    return sendAnswer(reply, { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: { status: 'ok' }, next: null });
  });
  return instance;
}

/** By the status of Fastify's own refusals. */
const REFUSED: Readonly<Record<number, string>> = {
  413: 'The body of this request is too large: here it carries nothing.',
  414: 'The address of this request is too long.',
};

const badRequest = (status: number, cause: unknown): BuilderError => new BuilderError('user', 'bad_request', REFUSED[status] ?? 'This request cannot be read: its address or one of its headers is malformed.', { status, cause });

async function listenForLinks(app: App, path: string): Promise<FastifyInstance> {
  const entry = server(app);
  await entry.register(uatRoutes(app));
  await entry.register(uatHostRoutes(app));
  await mkdir(dirname(path), { recursive: true });
  // Left behind by a process that was killed.
  await rm(path, { force: true });
  await entry.listen({ path });
  // nginx runs as another user in its container; the directory is what keeps others out.
  await chmod(path, 0o666);
  return entry;
}
