import { createHash } from 'node:crypto';
import type { Digest } from '../../src/domain/session.js';
import type { Artifact, ArtifactInfo, ArtifactStore } from '../../src/ports/artifact-store.js';

/** Artifacts in memory, each visible to the sessions that put it. */
export class MemoryArtifactStore implements ArtifactStore {
  private readonly bySession = new Map<string, Map<Digest, Artifact>>();

  async put(sessionId: string, name: string, mediaType: string, bytes: Uint8Array): Promise<Digest> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    const own = this.bySession.get(sessionId) ?? new Map<Digest, Artifact>();
    this.bySession.set(sessionId, own);
    if (!own.has(digest)) own.set(digest, { digest, name, mediaType, bytes: Uint8Array.from(bytes) });
    return digest;
  }

  async get(sessionId: string, digest: Digest): Promise<Artifact | null> {
    return this.bySession.get(sessionId)?.get(digest) ?? null;
  }

  async list(sessionId: string): Promise<readonly ArtifactInfo[]> {
    return [...(this.bySession.get(sessionId)?.values() ?? [])].map(({ digest, name, mediaType, bytes }) => ({ digest, name, mediaType, size: bytes.length }));
  }
}
