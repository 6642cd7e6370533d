/** A patch after which an error was gone. */
export interface Cure {
  /** sha256 of the error (src/domain/fingerprint.ts). */
  readonly fingerprint: string;
  /** Lines with - and + (src/domain/patch.ts). */
  readonly patch: string;
  /** How often it has helped. */
  readonly times: number;
}

/** What this installation has learnt from its repairs, by Odoo version. */
export interface CureStore {
  remember(odooVersion: string, fingerprints: readonly string[], patch: string): Promise<void>;
  /** Those that helped most, at most `limit`. */
  find(odooVersion: string, fingerprints: readonly string[], limit: number): Promise<readonly Cure[]>;
}
