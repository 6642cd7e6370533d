import { createHash } from 'node:crypto';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { endSandboxes } from './end-sandboxes.js';
import { freePort } from './ports.js';
import type { Product, ProductOptions } from './product.js';
import { type QueueParts, type QueueTools, startQueue } from './queue.js';
import { startSingle } from './single.js';
import { startUatGateway } from './uat-gateway.js';

export interface StackOptions extends Omit<ProductOptions, 'port' | 'gatewayPort' | 'env' | 'openAi'> {
  readonly images: { readonly sandbox: string; readonly uatGateway: string };
  readonly openAi?: { readonly apiKey: string; readonly baseUrl?: string; readonly model?: string; readonly strongModel?: string };
  /** Wished ports; a free one is taken when they are in use. */
  readonly ports?: { readonly n8n?: number; readonly gateway?: number; readonly uat?: number };
  readonly env?: Readonly<Record<string, string>>;
  /** Queue mode; left out: n8n in one process. */
  readonly queue?: QueueTools;
}

export interface Stack extends Product {
  readonly queue?: QueueParts;
}

/** n8n with our nodes and workflows, the gateway and the UAT gateway on this machine. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { stateDir } = options;
  await mkdir(stateDir, { recursive: true });
  const ports = { n8n: await freePort(options.ports?.n8n), gateway: await freePort(options.ports?.gateway), uat: await freePort(options.ports?.uat) };
  const socketRoot = uatSocketRoot(stateDir);
  await mkdir(socketRoot, { recursive: true, mode: 0o700 });
  const env: Record<string, string> = {
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
    const product = { ...options, env, port: ports.n8n, gatewayPort: ports.gateway };
    const starting = [
      (options.queue === undefined ? startSingle(product) : startQueue(product, options.queue)).then((started: Stack) => (stops.push(() => started.stop()), started)),
      startUatGateway({ image: options.images.uatGateway, port: ports.uat, socketRoot, domain: env['OMB_UAT_DOMAIN'] ?? '', scheme: 'http', frontendOrigin: env['OMB_FRONTEND_ORIGIN'] ?? '' }).then((uat) => void stops.push(() => uat.stop())),
    ] as const;
    const settled = await Promise.allSettled(starting);
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return { ...(await starting[0]), stop };
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
