import { BuilderError } from '../../domain/errors.js';

/** HTTP status of a Docker answer, null when there was no answer. */
export function statusOf(error: unknown): number | null {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EACCES', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** What OpenSSL and the SSH client say of keys and certificates that are none, are cut off or do not belong together. */
const UNREADABLE = /PEM routines|DECODER routines|asn1|x509 certificate routines|key values mismatch|bad decrypt|cannot parse privatekey|unsupported key format|passphrase/i;

/** What Docker or the way to it threw, as an error of ours with a sentence for the operator. */
export function toDockerError(host: string, doing: string, error: unknown): BuilderError {
  if (error instanceof BuilderError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const words = wordsOf(error);
  if (UNREADABLE.test(words)) {
    return new BuilderError('transient', 'docker_key_unreadable', `A certificate or private key for the Docker host "${host}" cannot be read (${words}). Put each in whole, with its BEGIN and END lines, and the key without a passphrase.`, { cause: error });
  }
  if (/host denied|verification failed/i.test(words)) {
    return new BuilderError('transient', 'docker_host_key_refused', `The Docker host "${host}" shows another SSH key than the fingerprint that was given for it. If it was set up anew, give the new fingerprint (ssh-keygen -lf shows it); if not, somebody else may be answering in its place.`, { cause: error });
  }
  if (typeof code === 'string' && /^ERR_SSL_.*ALERT_.*(CERT|UNKNOWN_CA)/.test(code)) {
    return new BuilderError('transient', 'docker_client_refused', `The Docker host "${host}" refuses this client (${words}). The client certificate has to come from the authority that the host trusts, and its key has to be given too.`, { cause: error });
  }
  if (typeof code === 'string' && (code.startsWith('ERR_TLS') || code.includes('CERT') || code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')) {
    return new BuilderError('transient', 'docker_not_trusted', `The Docker host "${host}" is not trusted (${words}). Its certificate has to be valid, for this very name or address, and from the authority whose certificate was given.`, { cause: error });
  }
  if (statusOf(error) === null && ((typeof code === 'string' && UNREACHABLE.has(code)) || /socket hang up|handshake|authentication methods failed/i.test(words))) {
    return new BuilderError('transient', 'docker_unreachable', `The Docker host "${host}" does not answer (${words}). Is Docker running there, and may this process reach it?`, { cause: error });
  }
  if (/no space left on device/i.test(words)) {
    return new BuilderError('transient', 'docker_disk_full', `The disk of the Docker host "${host}" is full: it could not ${doing}. Free some space there.`, { cause: error });
  }
  return new BuilderError('transient', 'docker_failed', `The Docker host "${host}" could not ${doing}. It says: "${words}".`, { cause: error });
}

/** The engine's own words, without the HTTP around them. */
function wordsOf(error: unknown): string {
  const told = (error as { json?: { message?: unknown } } | null)?.json?.message;
  return (typeof told === 'string' ? told : error instanceof Error ? error.message : String(error)).trim();
}

/** The container is gone: its lifetime was over, the reaper or a person took it, or the host was started anew. */
export const sandboxLost = (id: string, cause?: unknown): BuilderError =>
  new BuilderError('transient', 'sandbox_lost', `The sandbox ${id.slice(0, 12)} ended while it was in use (its host restarted, its lifetime was over, or somebody removed it).`, { cause });
