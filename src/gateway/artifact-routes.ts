import type { FastifyPluginAsync } from 'fastify';
import { notModified } from '../app/api/etag.js';
import type { App } from '../app/app.js';
import { BuilderError } from '../domain/errors.js';
import { requireSession } from './session-routes.js';

interface ArtifactParams {
  readonly Params: { readonly id: string; readonly digest: string };
}

/** Pictures are shown in place; everything else is saved, so that nothing of a generated module runs as our page. */
const INLINE = new Set(['image/png']);

export const artifactRoutes = (app: App): FastifyPluginAsync => async (server) => {
  server.get<ArtifactParams>('/sessions/:id/artifacts/:digest', async (request, reply) => {
    const id = await requireSession(app, request);
    const artifact = /^[0-9a-f]{64}$/.test(request.params.digest) ? await app.artifacts.get(id, request.params.digest) : null;
    if (artifact === null) throw new BuilderError('user', 'artifact_not_found', 'This session has no artifact of this digest. Its status lists those that it has, under "artifacts".', { status: 404 });
    const etag = `"${artifact.digest}"`;
    void reply.headers({
      etag,
      'cache-control': 'private, max-age=31536000, immutable',
      'content-type': artifact.mediaType,
      'content-disposition': `${INLINE.has(artifact.mediaType) ? 'inline' : 'attachment'}; filename="${artifact.name.replace(/[^A-Za-z0-9._-]+/g, '_')}"`,
      'content-security-policy': "default-src 'none'; sandbox",
    });
    if (notModified(request, etag)) return reply.code(304).send();
    return reply.send(Buffer.from(artifact.bytes));
  });
};
