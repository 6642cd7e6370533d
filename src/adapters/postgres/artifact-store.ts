import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Digest } from '../../domain/session.js';
import type { Artifact, ArtifactInfo, ArtifactStore } from '../../ports/artifact-store.js';
import type { NewArtifact } from '../../ports/session-store.js';
import { query, transaction } from './transaction.js';

interface InfoRow {
  digest: string;
  name: string;
  media_type: string;
  size: number;
}

/** Writes content and the session's right to see it, in the caller's transaction. The first name that a session gives is kept. */
export async function insertArtifact(client: PoolClient, sessionId: string, { name, mediaType, bytes }: NewArtifact): Promise<Digest> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  const there = await client.query('SELECT 1 FROM omb.artifact WHERE digest = $1', [digest]);
  if (there.rowCount === 0) await client.query('INSERT INTO omb.artifact (digest, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING', [digest, Buffer.from(bytes)]);
  await client.query('INSERT INTO omb.session_artifact (session_id, digest, name, media_type) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [sessionId, digest, name, mediaType]);
  return digest;
}

export class PostgresArtifactStore implements ArtifactStore {
  constructor(private readonly pool: Pool) {}

  async put(sessionId: string, name: string, mediaType: string, bytes: Uint8Array): Promise<Digest> {
    return transaction(this.pool, (client) => insertArtifact(client, sessionId, { name, mediaType, bytes }));
  }

  async get(sessionId: string, digest: Digest): Promise<Artifact | null> {
    const { rows } = await query<InfoRow & { bytes: Buffer }>(
      this.pool,
      'SELECT digest, name, media_type, bytes FROM omb.session_artifact JOIN omb.artifact USING (digest) WHERE session_id = $1 AND digest = $2',
      [sessionId, digest],
    );
    const row = rows[0];
    return row ? { digest: row.digest, name: row.name, mediaType: row.media_type, bytes: row.bytes } : null;
  }

  async list(sessionId: string): Promise<readonly ArtifactInfo[]> {
    const { rows } = await query<InfoRow>(
      this.pool,
      'SELECT digest, name, media_type, octet_length(bytes) AS size FROM omb.session_artifact JOIN omb.artifact USING (digest) WHERE session_id = $1 ORDER BY position',
      [sessionId],
    );
    return rows.map((row) => ({ digest: row.digest, name: row.name, mediaType: row.media_type, size: row.size }));
  }
}
