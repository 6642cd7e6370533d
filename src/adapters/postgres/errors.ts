import { BuilderError } from '../../domain/errors.js';

/** SQLSTATE classes that pass: connection, resources, the server going down, deadlock, serialization, statement timeout. */
const PASSING = /^(08|53|57P|40|57014)/;
/** What Node says when there is nobody at the other end. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENOENT']);

/** An error of pg as a transient `database_unavailable` where it passes; every other one is left as it is. */
export function databaseError(error: unknown): unknown {
  if (error instanceof BuilderError || error === null || typeof error !== 'object') return error;
  const { code = '', message = '' } = error as { code?: unknown; message?: unknown };
  const lost = /Connection terminated|not queryable|timeout exceeded when trying to connect|timeout expired/.test(String(message));
  if (!lost && !NETWORK.has(String(code)) && !PASSING.test(String(code))) return error;
  return new BuilderError('transient', 'database_unavailable', 'The database does not answer at the moment. Nothing was changed; please try again.', { cause: error });
}
