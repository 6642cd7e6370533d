import { Pool, type PoolConfig } from 'pg';
import type { Logger } from 'pino';

/** Where the database is; `tls.verify` false accepts any certificate. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
  readonly verify: boolean;
}

/** Connections a process; n8n itself keeps some 10 more, Postgres' default limit is 100. */
const MAX_CONNECTIONS = 10;

/** A pool of connections that survives a restart of Postgres. `connection` is a URL or its parts. */
export function createPool(connection: string | DatabaseConnection, log: Logger): Pool {
  const pool = new Pool({
    ...connectionConfig(connection),
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // A waiting row lock is a rival's transaction, and those are short.
    statement_timeout: 30_000,
    application_name: 'odoo-module-builder',
    // A process that has nothing else to do may end although the pool is open.
    allowExitOnIdle: true,
  });
  // Without a listener the loss of an idle connection would end the process; the pool replaces it by itself.
  // Its words alone: pg hangs the whole client on it.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'an idle database connection was lost'));
  return pool;
}

export function connectionConfig(connection: string | DatabaseConnection): PoolConfig {
  if (typeof connection === 'string') return { connectionString: connection };
  const { tls, verify, ...rest } = connection;
  return { ...rest, ssl: tls ? { rejectUnauthorized: verify } : false };
}
