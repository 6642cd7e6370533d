import type { Digest } from '../domain/session.js';

export interface Artifact {
  readonly digest: Digest;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ArtifactInfo {
  readonly digest: Digest;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

/** Content by sha256, and which sessions may see it under what name. Writing the same bytes twice is one artifact. */
export interface ArtifactStore {
  put(sessionId: string, name: string, mediaType: string, bytes: Uint8Array): Promise<Digest>;
  /** Null when there is no such artifact or it is not that session's. */
  get(sessionId: string, digest: Digest): Promise<Artifact | null>;
  list(sessionId: string): Promise<readonly ArtifactInfo[]>;
}
