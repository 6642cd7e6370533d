/** A live instance that a person tries the module in. */
export interface UatInstance {
  readonly slug: string;
  readonly sessionId: string;
  readonly sandboxId: string;
  readonly host: string;
  readonly leaseId: string;
  readonly login: string;
  /** Made at random for this instance; it dies with it. */
  readonly password: string;
  /** Path of the module's first menu, e.g. `/odoo/action-123`. */
  readonly entryPath: string;
  readonly createdAt: Date;
}

/** The UAT instances that are up, and the one-time links into them. */
export interface UatStore {
  save(instance: UatInstance): Promise<void>;
  findBySession(sessionId: string): Promise<UatInstance | null>;
  findBySlug(slug: string): Promise<UatInstance | null>;
  /** Address of the Docker host that has the instance, as the pool reaches it; null when there is no such instance. */
  addressOf(slug: string): Promise<string | null>;
  /** Gives the instance-to-be a port of the range that no other has; the one that was free for longest. Null when all are taken. */
  takePort(slug: string, range: { readonly first: number; readonly last: number }): Promise<number | null>;
  portOf(slug: string): Promise<number | null>;
  /** The slug whose port it is, whether or not its instance is up. */
  slugOn(port: number): Promise<string | null>;
  remove(slug: string): Promise<void>;
  /** Stores the sha256 of a one-time token. */
  addLink(slug: string, tokenDigest: string, expiresAt: Date): Promise<void>;
  /** The slug if the token is known, unused and not expired; it is used up by this call. */
  useLink(tokenDigest: string): Promise<string | null>;
}
