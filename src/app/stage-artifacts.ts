import { BuilderError } from '../domain/errors.js';
import type { Digest, Session } from '../domain/session.js';
import type { App } from './app.js';

/**
 * The bytes of an artifact that the session names.
 * @throws BuilderError bug `artifact_missing`
 */
export async function readArtifact(app: App, session: Session, digest: Digest): Promise<Uint8Array> {
  const artifact = await app.artifacts.get(session.id, digest);
  if (!artifact) throw new BuilderError('bug', 'artifact_missing', 'The session names an artifact that the store does not have.', { details: { digest } });
  return artifact.bytes;
}

export async function readText(app: App, session: Session, digest: Digest): Promise<string> {
  return Buffer.from(await readArtifact(app, session, digest)).toString('utf8');
}

export async function readJson(app: App, session: Session, digest: Digest): Promise<unknown> {
  return JSON.parse(await readText(app, session, digest)) as unknown;
}

export async function putJson(app: App, session: Session, name: string, value: unknown): Promise<Digest> {
  return app.artifacts.put(session.id, name, 'application/json', Buffer.from(JSON.stringify(value), 'utf8'));
}
