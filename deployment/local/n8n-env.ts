import type { N8nSecrets } from './n8n-secrets.js';

export interface N8nEnvironment {
  /** postgres:// URL of n8n's own database. */
  readonly databaseUrl: string;
  readonly userFolder: string;
  readonly port: number;
  /** Distinct for each n8n process on a machine. */
  readonly runnersBrokerPort: number;
  readonly secrets: N8nSecrets;
  /** `deployment/n8n/runtime/problem-json.hook.cjs`. */
  readonly hookFile: string;
  /** For our nodes and for overrides, e.g. `{ OMB_GATEWAY_URL: … }`. Wins over all else. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** n8n makes no call that nobody asked for: no telemetry, no version check, no templates, no licence server. */
const NO_CALLS_OUT = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
  N8N_DISABLED_MODULES: 'mcp-registry',
};

/**
 * n8n's own sandbox for expressions, brought up when an execution meets the first expression and not before: an isolate
 * costs more than everything else about a small execution (docs/decisions/0007-acknowledgement.md).
 */
const EXPRESSIONS_ON_DEMAND = {
  N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
  N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
};

/** Settings of another n8n in the caller's shell must not leak into this one. */
const FOREIGN = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|EXTERNAL_HOOK_FILES$|WEBHOOK_URL$|NODE_OPTIONS$)/;

/**
 * The environment of one n8n main process in regular mode: Postgres, owner account by environment, loopback only,
 * nothing called outside.
 */
export function n8nEnvironment(options: N8nEnvironment, inherited: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const db = new URL(options.databaseUrl);
  const own = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined && !FOREIGN.test(entry[0]));
  const baseUrl = n8nBaseUrl(options.port);
  return {
    ...Object.fromEntries(own),
    ...NO_CALLS_OUT,
    ...EXPRESSIONS_ON_DEMAND,
    NODE_ENV: 'production',
    N8N_USER_FOLDER: options.userFolder,
    N8N_ENCRYPTION_KEY: options.secrets.encryptionKey,
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_HOST: '127.0.0.1',
    N8N_PORT: String(options.port),
    N8N_WEBHOOK_URL: `${baseUrl}/`,
    N8N_EDITOR_BASE_URL: `${baseUrl}/`,
    // Plain http on loopback: a browser would not send a Secure cookie back.
    N8N_SECURE_COOKIE: 'false',
    N8N_RUNNERS_BROKER_PORT: String(options.runnersBrokerPort),
    DB_TYPE: 'postgresdb',
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
    // MiB. n8n reads a body before it looks at the API key; its default of 16 is for files.
    N8N_PAYLOAD_SIZE_MAX: '2',
    N8N_FORMDATA_FILE_SIZE_MAX: '2',
    EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
    EXECUTIONS_DATA_MAX_AGE: '168',
    // A workflow whose executions crash must stay published: the sweeper brings the sessions back through it.
    N8N_WORKFLOW_AUTODEACTIVATION_ENABLED: 'false',
    // Seconds for running stages after SIGTERM; their leases bring them back anyhow.
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
    GENERIC_TIMEZONE: 'UTC',
    OMB_STAGE_BASE_URL: `${baseUrl}/webhook`,
    ...options.extra,
  };
}

/** Where this n8n answers; no slash at the end. */
export function n8nBaseUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
