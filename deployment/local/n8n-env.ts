import type { N8nSecrets } from './n8n-secrets.js';

export interface N8nEnvironment {
  /** Of `configs/n8n.env`. */
  readonly settings: Readonly<Record<string, string>>;
  /** postgres:// URL of n8n's own database. */
  readonly databaseUrl: string;
  readonly userFolder: string;
  readonly port: number;
  /** Distinct for each n8n process on a machine. */
  readonly runnersBrokerPort: number;
  readonly secrets: N8nSecrets;
  /** `deployment/n8n/runtime/problem-json.hook.cjs`. */
  readonly hookFile: string;
  /** Where a browser finds the editor, when that is not n8n's own address. */
  readonly publicUrl?: string;
  /** For our nodes and for overrides, e.g. `{ OMB_GATEWAY_URL: … }`. Wins over all else. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Settings of another n8n in the caller's shell must not leak into this one. */
const FOREIGN = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|OFFLOAD_|CREDENTIALS_|EXTERNAL_HOOK_FILES$|WEBHOOK_URL$|NODE_OPTIONS$)/;

/** The environment of n8n in one process: nothing goes through a queue. */
export function n8nEnvironment(options: N8nEnvironment, inherited: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return { ...processEnvironment(options, inherited), EXECUTIONS_MODE: 'regular', ...options.extra };
}

/**
 * The environment that n8n's processes share: the settings, Postgres, owner account by environment, loopback only, nothing
 * called outside.
 */
export function processEnvironment(options: N8nEnvironment, inherited: NodeJS.ProcessEnv): Record<string, string> {
  const db = new URL(options.databaseUrl);
  const baseUrl = n8nBaseUrl(options.port);
  const publicUrl = options.publicUrl ?? baseUrl;
  return {
    ...withoutForeign(inherited),
    ...options.settings,
    N8N_USER_FOLDER: options.userFolder,
    N8N_ENCRYPTION_KEY: options.secrets.encryptionKey,
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_PORT: String(options.port),
    N8N_WEBHOOK_URL: `${publicUrl}/`,
    N8N_EDITOR_BASE_URL: `${publicUrl}/`,
    // Over plain http a browser would not send a Secure cookie back.
    N8N_SECURE_COOKIE: String(publicUrl.startsWith('https:')),
    N8N_RUNNERS_BROKER_PORT: String(options.runnersBrokerPort),
    DB_POSTGRESDB_HOST: db.hostname,
    DB_POSTGRESDB_PORT: db.port || '5432',
    DB_POSTGRESDB_DATABASE: decodeURIComponent(db.pathname.slice(1)),
    DB_POSTGRESDB_USER: decodeURIComponent(db.username),
    DB_POSTGRESDB_PASSWORD: decodeURIComponent(db.password),
    N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
    N8N_INSTANCE_OWNER_EMAIL: options.secrets.owner.email,
    N8N_INSTANCE_OWNER_FIRST_NAME: 'Odoo',
    N8N_INSTANCE_OWNER_LAST_NAME: 'Module Builder',
    N8N_INSTANCE_OWNER_PASSWORD_HASH: options.secrets.owner.passwordHash,
    EXTERNAL_HOOK_FILES: options.hookFile,
    OMB_STAGE_BASE_URL: `${baseUrl}/webhook`,
    ...options.extra,
  };
}

/** What n8n and its like take from the shell that starts them. */
export function withoutForeign(inherited: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined && !FOREIGN.test(entry[0])));
}

/** Where this n8n answers; no slash at the end. */
export function n8nBaseUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
