import type { ICredentialDataDecryptedObject as Credential } from 'n8n-workflow';
import type { Connections } from '../../src/compose.js';
import { BuilderError } from '../../src/domain/errors.js';
import { dockerConnection } from './docker-connection.js';

/** As n8n decrypts them; null where the node has none. */
export interface Credentials {
  readonly postgres: Credential;
  readonly redis: Credential | null;
  readonly openai: Credential | null;
  readonly docker: Credential | null;
}

/**
 * What n8n's own credentials and ours say, as connections; each field of n8n's forms is kept, or refused in words.
 * @throws BuilderError user `database_by_ssh`
 */
export function connectionsOf({ postgres, redis, openai, docker }: Credentials): Connections {
  if (postgres['sshTunnel'] === true) {
    throw new BuilderError('user', 'database_by_ssh', 'The "Postgres" credential of this node leads through an SSH tunnel, which our nodes do not open. Choose one whose host is reached directly.');
  }
  return {
    postgres: {
      host: String(postgres['host']),
      port: Number(postgres['port']),
      database: String(postgres['database']),
      user: String(postgres['user']),
      password: String(postgres['password']),
      tls: postgres['ssl'] !== undefined && postgres['ssl'] !== 'disable',
      verify: postgres['allowUnauthorizedCerts'] !== true,
    },
    redis: redis && {
      host: String(redis['host']),
      port: Number(redis['port']),
      user: text(redis['user']),
      password: String(redis['password'] ?? ''),
      db: Number(redis['database'] ?? 0),
      tls: redis['ssl'] === true,
      verify: redis['disableTlsVerification'] !== true,
    },
    openai: openai && {
      apiKey: String(openai['apiKey']),
      baseUrl: text(openai['url']),
      organization: text(openai['organizationId']),
      header: openai['header'] === true && text(openai['headerName']) !== null ? { name: String(openai['headerName']), value: String(openai['headerValue'] ?? '') } : null,
    },
    docker: docker && dockerConnection(docker),
  };
}

/** Null for what was left empty. */
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
