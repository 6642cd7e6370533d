import { join } from 'node:path';
import { n8nBaseUrl, processEnvironment } from '../local/n8n-env.js';
import type { N8nSecrets } from '../local/n8n-secrets.js';

/** Ports on 127.0.0.1; `nginx-n8n.conf` names those of a host, where each is always the same. */
export interface QueuePorts {
  readonly main: number;
  readonly webhooks: readonly number[];
  /** Where each worker tells whether it is well. */
  readonly workers: readonly number[];
  /** n8n's runners talk to their process: one port for each, main's first, then the webhook processors', then the workers'. */
  readonly brokers: readonly number[];
  readonly gateway: number;
  /** nginx's inner door to the webhook processors, for calls from stage to stage. */
  readonly stages: number;
}

/** As `nginx-n8n.conf` has them. */
export const HOST_PORTS: QueuePorts = { main: 5688, webhooks: [5679, 5680], workers: [5691, 5692], brokers: [5701, 5702, 5703, 5704, 5705], gateway: 5690, stages: 5677 };

export interface QueueMode {
  /** Of `configs/n8n.env`. */
  readonly settings: Readonly<Record<string, string>>;
  /** n8n's start script, and the gateway's. */
  readonly n8nBin: string;
  readonly gatewayMain: string;
  readonly hookFile: string;
  /** Holds a user folder for each n8n process. */
  readonly folder: string;
  /** n8n's database and the product's, as postgres:// URLs. */
  readonly databaseUrl: string;
  readonly productDatabaseUrl: string;
  readonly redis: { readonly host: string; readonly port: number; readonly password?: string };
  readonly secrets: N8nSecrets;
  readonly ports: QueuePorts;
  /** nginx's address, no slash at the end. */
  readonly publicUrl: string;
  /** Settings of our nodes and the gateway. */
  readonly product: Readonly<Record<string, string>>;
}

/** A process under PM2. */
export interface Process {
  readonly name: string;
  readonly script: string;
  /** Not a script of Node's. */
  readonly isBinary?: boolean;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** n8n's main process, its webhook processors, its workers, and the gateway. */
export function queueProcesses(mode: QueueMode): Process[] {
  const { ports } = mode;
  const brokers = [...ports.brokers];
  const n8n = (name: string, args: readonly string[], port: number, env: Readonly<Record<string, string>>): Process => {
    const userFolder = userFolderOf(mode.folder, name);
    const broker = brokers.shift();
    if (broker === undefined) throw new Error(`There is no broker port for ${name}`);
    return { name, script: mode.n8nBin, args, cwd: userFolder, env: { ...shared(mode, userFolder, port, broker), OMB_PROCESS: name, ...env } };
  };
  return [
    n8n('n8n-main', ['start'], ports.main, { N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' }),
    ...ports.webhooks.map((port, index) => n8n(`n8n-webhook-${index + 1}`, ['webhook'], port, {})),
    ...ports.workers.map((port, index) => n8n(`n8n-worker-${index + 1}`, ['worker'], port, { QUEUE_HEALTH_CHECK_PORT: String(port), N8N_WORKER_SERVER_ADDRESS: '127.0.0.1' })),
    {
      name: 'gateway',
      script: mode.gatewayMain,
      args: [],
      cwd: mode.folder,
      env: { ...addresses(mode), ...mode.product, OMB_PROCESS: 'gateway', DATABASE_URL: mode.productDatabaseUrl, OMB_GATEWAY_PORT: String(ports.gateway) },
    },
  ];
}

/**
 * One for each n8n process: it keeps its crash journal and its event log there, and one that finds another's journal believes
 * that it has crashed itself, and waits.
 */
export const userFolderOf = (folder: string, name: string): string => join(folder, name);

function shared(mode: QueueMode, userFolder: string, port: number, runnersBrokerPort: number): Record<string, string> {
  const { settings, databaseUrl, secrets, hookFile, publicUrl, redis } = mode;
  const extra = {
    ...addresses(mode),
    ...mode.product,
    QUEUE_BULL_REDIS_HOST: redis.host,
    QUEUE_BULL_REDIS_PORT: String(redis.port),
    ...(redis.password === undefined ? {} : { QUEUE_BULL_REDIS_PASSWORD: redis.password }),
  };
  return processEnvironment({ settings, databaseUrl, userFolder, port, runnersBrokerPort, secrets, hookFile, publicUrl, extra }, {});
}

function addresses({ publicUrl, ports }: QueueMode): Record<string, string> {
  return { OMB_STAGE_BASE_URL: `${n8nBaseUrl(ports.stages)}/webhook`, OMB_PUBLIC_WEBHOOK_URL: `${publicUrl}/webhook`, OMB_PUBLIC_GATEWAY_URL: publicUrl };
}
