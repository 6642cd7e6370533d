import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { DockerSandboxHost } from './adapters/docker/host.js';
import { connectionTo, type DockerConnection } from './adapters/docker/connection.js';
import { openMcpBrowser } from './adapters/mcp/browser.js';
import { SandboxModuleTester } from './adapters/odoo/module-tester.js';
import { SandboxLiveOdoo } from './adapters/odoo/uat-odoo.js';
import { openAiLanguageModel } from './adapters/openai/language-model.js';
import { PostgresAnswerStore } from './adapters/postgres/answer-store.js';
import { PostgresFigureStore } from './adapters/postgres/figure-store.js';
import { PostgresCureStore } from './adapters/postgres/cure-store.js';
import { PostgresArtifactStore } from './adapters/postgres/artifact-store.js';
import { PostgresHostRegistry } from './adapters/postgres/host-registry.js';
import { installationId } from './adapters/postgres/installation.js';
import { PostgresEvents } from './adapters/postgres/events.js';
import { migrate } from './adapters/postgres/migrate.js';
import { createPool, type DatabaseConnection } from './adapters/postgres/pool.js';
import { PostgresSandboxPool } from './adapters/postgres/sandbox-pool.js';
import { PostgresSessionStore } from './adapters/postgres/session-store.js';
import { PostgresUatStates } from './adapters/postgres/uat-states.js';
import { PostgresUatStore } from './adapters/postgres/uat-store.js';
import { createPythonChecker } from './adapters/python/checker.js';
import { RedisEvents } from './adapters/redis/events.js';
import { systemClock } from './adapters/system-clock.js';
import { zipModule } from './adapters/zip/zip-module.js';
import type { App } from './app/app.js';
import { testMs } from './app/run-in-sandbox.js';
import { WarmSandboxes } from './app/warm-sandboxes.js';
import { readConfig, type Config } from './config.js';
import { createLog } from './log.js';
import type { LanguageModel } from './ports/language-model.js';
import type { PythonChecker } from './ports/python-checker.js';
import type { ModuleTester } from './ports/module-tester.js';
import type { SandboxHost, SandboxPool } from './ports/sandbox.js';
import type { HostRegistry, RegisteredHosts } from './ports/sandbox-hosts.js';

export interface RedisConnection {
  readonly host: string;
  readonly port: number;
  /** Null: the default one. */
  readonly user: string | null;
  readonly password: string;
  readonly db: number;
  readonly tls: boolean;
  /** False: any certificate will do. */
  readonly verify: boolean;
}

interface OpenAiConnection {
  readonly apiKey: string;
  readonly baseUrl: string | null;
  readonly organization: string | null;
  /** One more header of each request, as gateways before a model want it. */
  readonly header: { readonly name: string; readonly value: string } | null;
}

export interface Connections {
  /** A postgres:// URL, or its parts. */
  readonly postgres: string | DatabaseConnection;
  readonly redis: RedisConnection | null;
  readonly openai: OpenAiConnection | null;
  readonly docker: DockerConnection | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const apps = new Map<string, Promise<App>>();
let python: PythonChecker | null = null;

/** One application a process and set of connections: its database pool, migrated, is shared by all executions. */
export function sharedApp(connections: Connections, env: Environment): Promise<App> {
  const key = createHash('sha256').update(JSON.stringify(connections)).digest('hex');
  const existing = apps.get(key);
  if (existing !== undefined) return existing;
  const made = composeApp(connections, env);
  apps.set(key, made);
  // A database that is away now may be back at the next request.
  made.catch(() => apps.delete(key));
  return made;
}

/** @throws BuilderError transient when the database does not answer; Error when the configuration is wrong. */
export async function composeApp(connections: Connections, env: Environment): Promise<App> {
  const config = readConfig(env);
  const log = createLog(config.OMB_LOG_LEVEL);
  const pool = createPool(connections.postgres, log);
  await migrate(pool, log).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const events = connections.redis === null ? new PostgresEvents(pool, connections.postgres, log) : redisEvents(connections.redis, log);
  const installation = await installationId(pool);
  const hosts = connections.docker === null ? null : registeredHosts(connections.docker, new PostgresHostRegistry(pool), config, installation);
  const sandboxes = connections.docker === null ? null : new PostgresSandboxPool(pool, [dockerHost(connections.docker, config, installation)], config, systemClock, log, hosts);
  const tester = connections.docker === null ? null : new SandboxModuleTester(openMcpBrowser);
  const store = new PostgresSessionStore(pool, systemClock, connections.redis === null ? null : events, config.OMB_PROCESS);
  return {
    store,
    artifacts: new PostgresArtifactStore(pool),
    answers: new PostgresAnswerStore(pool),
    cures: new PostgresCureStore(pool),
    figures: new PostgresFigureStore(pool),
    uats: new PostgresUatStore(pool),
    uatStates: new PostgresUatStates(pool),
    events,
    model: languageModel(connections, config, config.OMB_LLM_MODEL),
    strongModel: config.OMB_LLM_STRONG_MODEL === '' ? null : languageModel(connections, config, config.OMB_LLM_STRONG_MODEL),
    pool: sandboxes,
    hosts,
    tester,
    warm: sandboxes === null || tester === null || config.OMB_WARM_SANDBOXES === 0 ? null : warmSandboxes(connections, sandboxes, tester, config, log),
    python: (python ??= createPythonChecker()),
    liveOdoo: new SandboxLiveOdoo(),
    pack: zipModule,
    clock: systemClock,
    config,
    log,
  };
}

/** Null without a credential for one. */
function languageModel({ openai }: Connections, config: Config, model: string): LanguageModel | null {
  if (openai === null) return null;
  return openAiLanguageModel({ ...openai, model, timeoutMs: config.OMB_LLM_TIMEOUT_SECONDS * 1000 });
}

const warm = new Map<string, WarmSandboxes>();

/** One set a process and Docker host, whatever else the applications that share it are connected with. */
function warmSandboxes({ postgres, docker }: Connections, pool: SandboxPool, tester: ModuleTester, config: Config, log: Logger): WarmSandboxes {
  const key = JSON.stringify([postgres, docker]);
  const existing = warm.get(key);
  if (existing !== undefined) return existing;
  const made = new WarmSandboxes(pool, tester, { size: config.OMB_WARM_SANDBOXES, checks: new Set(config.OMB_CHECKS), testMs: testMs(config) }, systemClock, log);
  warm.set(key, made);
  made.start();
  return made;
}

/** Version and size of the engine behind a connection, and whether it has the sandbox image. */
export function pingDocker(connection: DockerConnection, env: Environment): ReturnType<SandboxHost['ping']> {
  return dockerHost(connection, readConfig(env), 'nobody').ping();
}

function registeredHosts(credential: DockerConnection, registry: HostRegistry, config: Config, installation: string): RegisteredHosts {
  return {
    registry,
    own: ownName(credential),
    reach({ name, endpoint }) {
      const way = connectionTo(endpoint, credential);
      return way && dockerHost(way, config, installation, name);
    },
  };
}

/** The host of a credential goes by `local` or its address. */
const ownName = (connection: DockerConnection): string => (connection.kind === 'socket' ? 'local' : connection.host);

function dockerHost(connection: DockerConnection, config: Config, installation: string, name = ownName(connection)): DockerSandboxHost {
  return new DockerSandboxHost({ name, connection, image: config.OMB_SANDBOX_IMAGE, installation, uatSocketRoot: config.OMB_UAT_SOCKET_ROOT, clock: systemClock });
}

function redisEvents({ host, port, user, password, db, tls, verify }: RedisConnection, log: Logger): RedisEvents {
  return new RedisEvents({ host, port, db, ...(user === null ? {} : { username: user }), ...(password === '' ? {} : { password }), ...(tls ? { tls: { rejectUnauthorized: verify } } : {}) }, log);
}
