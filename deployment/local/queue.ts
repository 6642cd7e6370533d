import { hash } from 'bcryptjs';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readN8nSettings } from '../queue/n8n-settings.js';
import { localNginxConf } from '../queue/nginx-conf.js';
import { Pm2 } from '../queue/pm2.js';
import { type Process, queueProcesses, type QueuePorts } from '../queue/processes.js';
import { shareNodes } from '../queue/share-nodes.js';
import { n8nCredentials } from './n8n-credentials.js';
import { n8nBaseUrl } from './n8n-env.js';
import { importInto, readWorkflows } from './n8n-import.js';
import { installCommunityPackage } from './n8n-package.js';
import { untilReady, untilRegistered, webhooksOf } from './n8n-ready.js';
import { N8nRest } from './n8n-rest.js';
import { importLines } from './say-imported.js';
import { ensureSecrets } from './n8n-secrets.js';
import { freePort } from './ports.js';
import { stateName } from './postgres-state.js';
import { type LocalRedis, startRedis } from './redis-container.js';
import type { Product, ProductOptions } from './product.js';

/** What queue mode needs besides n8n. */
export interface QueueTools {
  /** PM2's folder. */
  readonly pm2: string;
  /** nginx's binary. */
  readonly nginx: string;
  readonly redisImage: string;
}

/** What tests of queue mode take hold of. */
export interface QueueParts {
  readonly redis: LocalRedis;
  readonly pm2: Pm2;
  readonly ports: QueuePorts;
}

export interface QueueProduct extends Product {
  readonly queue: QueueParts;
}

/** Five n8n processes boot at the same time on few cores, the first of them migrates an empty database. */
const READY_MS = 300_000;

/** The product as a deployment runs it: nginx before n8n's main process, two webhook processors, two workers and the gateway, all under PM2. */
export async function startQueue(options: ProductOptions, tools: QueueTools): Promise<QueueProduct> {
  const { root, stateDir, port } = options;
  const folder = join(stateDir, 'queue');
  // The same as of n8n in one process: they share a database, whose credentials are encrypted with it.
  const secretsFolder = join(stateDir, 'n8n');
  await mkdir(folder, { recursive: true });
  const note = options.onProgress ?? (() => undefined);
  const [settings, secrets, packageDigest, workflows] = await Promise.all([readN8nSettings(root), ensureSecrets(secretsFolder), installCommunityPackage(folder, options.tarball), readWorkflows(join(root, 'workflows'))]);
  const redis = await startRedis(tools.redisImage, `omb-redis-${stateName(stateDir)}`);
  try {
    const ports = await queuePorts();
    const publicUrl = `http://127.0.0.1:${port}`;
    const door = await editorPassword(folder);
    const n8n = queueProcesses({
      settings, folder, secrets, ports, redis, publicUrl,
      n8nBin: options.runtime.bin,
      gatewayMain: join(root, 'dist/src/gateway/main.js'),
      hookFile: join(root, 'deployment/n8n/runtime/problem-json.hook.cjs'),
      databaseUrl: options.n8nDatabaseUrl,
      productDatabaseUrl: options.databaseUrl,
      product: { NODE_COMPILE_CACHE: options.runtime.compileCache, ...options.env },
    });
    await shareNodes(folder, n8n);
    note('n8n: starting five processes, a gateway and nginx');
    const pm2 = await Pm2.start({ pm2: tools.pm2, folder, processes: [...n8n, await nginxProcess(options, tools.nginx, ports, door.file)] });
    const stop = async (): Promise<void> => {
      await pm2.stop();
      await redis.stop();
    };
    try {
      const main = n8nBaseUrl(ports.main);
      const of = (name: string): { logFile: string; assertAlive(): Promise<void> } => ({ logFile: pm2.logOf(name), assertAlive: () => pm2.assertAlive() });
      await untilReady(of('n8n-main'), main, READY_MS);
      const rest = await N8nRest.login(main, secrets.owner);
      const credentials = n8nCredentials({ productDatabaseUrl: options.databaseUrl, apiKey: secrets.apiKey, docker: options.dockerSocket ?? '/var/run/docker.sock', openAi: options.openAi });
      for (const line of importLines(await importInto(rest, secretsFolder, { workflows, credentials, packageDigest }))) note(line);
      const webhooks = webhooksOf(workflows);
      await Promise.all([
        ...ports.webhooks.map((each, index) => untilRegistered(of(`n8n-webhook-${index + 1}`), n8nBaseUrl(each), webhooks, READY_MS)),
        ...ports.workers.map((each, index) => untilReady(of(`n8n-worker-${index + 1}`), n8nBaseUrl(each), READY_MS)),
        untilRegistered(of('nginx'), publicUrl, webhooks.filter(({ path }) => !path.startsWith('stage-')), READY_MS),
        untilRegistered(of('nginx'), n8nBaseUrl(ports.stages), webhooks.filter(({ path }) => path.startsWith('stage-')), READY_MS),
      ]);
      const { email, password } = secrets.owner;
      return {
        frontend: { webhookUrl: `${publicUrl}/webhook`, gatewayUrl: publicUrl, apiKey: secrets.apiKey },
        editor: { url: `${publicUrl}/`, email, password, door: { name: door.name, password: door.password } },
        n8nUrl: main,
        workers: async () => [...(await pm2.pids())].flatMap(([name, pid]) => (name.startsWith('n8n-worker-') ? [pid] : [])),
        logs: [...n8n.map(({ name }) => pm2.logOf(name)), pm2.logOf('nginx')],
        queue: { redis, pm2, ports },
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await redis.stop();
    throw error;
  }
}

async function queuePorts(): Promise<QueuePorts> {
  // One after the other: each is free at the moment that it is looked for, and none may come twice.
  const taken = new Set<number>();
  const next = async (): Promise<number> => {
    const port = await freePort();
    return taken.has(port) ? next() : (taken.add(port), port);
  };
  const [main, gateway, stages] = [await next(), await next(), await next()];
  return { main, gateway, stages, webhooks: [await next(), await next()], workers: [await next(), await next()], brokers: [await next(), await next(), await next(), await next(), await next()] };
}

async function nginxProcess({ root, stateDir, port }: ProductOptions, nginx: string, ports: QueuePorts, htpasswd: string): Promise<Process> {
  const folder = join(stateDir, 'queue', 'nginx');
  await mkdir(folder, { recursive: true });
  const conf = join(folder, 'nginx.conf');
  const ofHost = await readFile(join(root, 'deployment/n8n/configs/nginx-n8n.conf'), 'utf8');
  await writeFile(conf, localNginxConf(ofHost, { port, ports, htpasswd, folder, isRoot: process.getuid?.() === 0 }));
  return { name: 'nginx', script: nginx, isBinary: true, args: ['-e', 'stderr', '-c', conf], cwd: folder, env: {} };
}

/** nginx's password before the editor, made once; nginx reads its digest. */
async function editorPassword(folder: string): Promise<{ readonly file: string; readonly name: string; readonly password: string }> {
  const file = join(folder, 'htpasswd');
  const kept = join(folder, 'editor-password');
  const name = 'operator';
  if (!existsSync(kept)) await writeFile(kept, randomBytes(12).toString('base64url'), { mode: 0o600 });
  const password = await readFile(kept, 'utf8');
  await writeFile(file, `${name}:${await hash(password, 10)}\n`, { mode: 0o600 });
  return { file, name, password };
}
