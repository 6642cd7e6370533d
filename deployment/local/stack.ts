import { mkdir, rm, rmdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { endSandboxes } from './end-sandboxes.js';
import type { FrontendOptions } from './frontend.js';
import { startGatewayProcess } from './gateway.js';
import { startN8n } from './n8n.js';
import type { N8nRuntime } from './n8n-runtime.js';
import { freePort } from './ports.js';
import { supervise, type SupervisedN8n } from './supervise.js';
import { startUatGateway } from './uat-gateway.js';

export interface StackOptions {
  /** The project's folder. */
  readonly root: string;
  /** Logs, secrets and n8n's user folder. */
  readonly stateDir: string;
  /** The product's and n8n's databases, as postgres:// URLs. */
  readonly databaseUrl: string;
  readonly n8nDatabaseUrl: string;
  readonly images: { readonly sandbox: string; readonly uatGateway: string };
  readonly runtime: N8nRuntime;
  readonly tarball: string;
  readonly openAi?: { readonly apiKey: string; readonly baseUrl?: string; readonly model?: string; readonly strongModel?: string };
  /** Path of the Docker socket for sandboxes; Docker's usual one when left out. */
  readonly dockerSocket?: string;
  /** Wished ports; a free one is taken when they are in use. */
  readonly ports?: { readonly n8n?: number; readonly gateway?: number; readonly uat?: number };
  readonly env?: Readonly<Record<string, string>>;
  readonly onProgress?: (line: string) => void;
}

export interface Stack {
  readonly frontend: FrontendOptions;
  readonly editor: { readonly url: string; readonly email: string; readonly password: string };
  readonly n8n: SupervisedN8n;
  readonly logs: readonly string[];
  stop(): Promise<void>;
}

/** n8n with our nodes and workflows, the gateway and the UAT gateway on this machine: the embedded default. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { root, stateDir } = options;
  const note = options.onProgress ?? (() => undefined);
  await mkdir(stateDir, { recursive: true });
  const ports = { n8n: await freePort(options.ports?.n8n), gateway: await freePort(options.ports?.gateway), uat: await freePort(options.ports?.uat) };
  const socketRoot = uatSocketRoot(stateDir);
  await mkdir(socketRoot, { recursive: true, mode: 0o700 });
  const webhookUrl = `http://127.0.0.1:${ports.n8n}/webhook`;
  const env: Record<string, string> = {
    OMB_STAGE_BASE_URL: webhookUrl,
    OMB_PUBLIC_WEBHOOK_URL: webhookUrl,
    OMB_PUBLIC_GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    OMB_UAT_DOMAIN: `uat.localhost:${ports.uat}`,
    OMB_UAT_SOCKET_ROOT: socketRoot,
    OMB_SANDBOX_IMAGE: options.images.sandbox,
    ...(options.openAi?.model === undefined ? {} : { OMB_LLM_MODEL: options.openAi.model }),
    ...(options.openAi?.strongModel === undefined ? {} : { OMB_LLM_STRONG_MODEL: options.openAi.strongModel }),
    ...options.env,
  };
  // Pushed first, so done last: with n8n gone nobody opens another.
  const stops: (() => Promise<void>)[] = [() => removeSocketRoot(socketRoot), async () => void (await endSandboxes({ databaseUrl: options.databaseUrl, image: options.images.sandbox, socketRoot }))];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const starting = [
      supervise(
        () =>
          startN8n({
            runtime: options.runtime,
            databaseUrl: options.n8nDatabaseUrl,
            productDatabaseUrl: options.databaseUrl,
            userFolder: join(stateDir, 'n8n'),
            packageTarball: options.tarball,
            workflowsFolder: join(root, 'workflows'),
            hookFile: join(root, 'deployment/n8n/runtime/problem-json.hook.cjs'),
            port: ports.n8n,
            ...(options.openAi === undefined ? {} : { openAi: options.openAi }),
            ...(options.dockerSocket === undefined ? {} : { dockerSocket: options.dockerSocket }),
            env,
            onProgress: note,
          }),
        note,
      ).then((n8n) => (stops.push(() => n8n.stop()), n8n)),
      startGatewayProcess(root, stateDir, ports.gateway, { ...env, DATABASE_URL: options.databaseUrl, OMB_GATEWAY_PORT: String(ports.gateway) }).then((gateway) => void stops.push(() => gateway.stop())),
      startUatGateway({ image: options.images.uatGateway, port: ports.uat, socketRoot, domain: env['OMB_UAT_DOMAIN'] ?? '', scheme: 'http', frontendOrigin: env['OMB_FRONTEND_ORIGIN'] ?? '' }).then((uat) => void stops.push(() => uat.stop())),
    ] as const;
    const settled = await Promise.allSettled(starting);
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const n8n = await starting[0];
    const { editorUrl, owner, apiKey, logFile } = n8n.current();
    return {
      frontend: { webhookUrl, gatewayUrl: `http://127.0.0.1:${ports.gateway}`, apiKey },
      editor: { url: editorUrl, ...owner },
      n8n,
      logs: [logFile, join(stateDir, 'gateway.log')],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Unless a live instance still has its directory there. */
async function removeSocketRoot(socketRoot: string): Promise<void> {
  await rm(join(socketRoot, '_gateway'), { recursive: true, force: true });
  await rmdir(socketRoot).catch(() => undefined);
}

/** Short, because a Unix socket's path has at most 107 bytes; one for each state folder. */
function uatSocketRoot(stateDir: string): string {
  const short = createHash('sha256').update(stateDir).digest('hex').slice(0, 8);
  return join('/tmp', `omb-${userInfo().uid}-${short}`);
}
