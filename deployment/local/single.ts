import { join } from 'node:path';
import { readN8nSettings } from '../queue/n8n-settings.js';
import { startGatewayProcess } from './gateway.js';
import { n8nBaseUrl } from './n8n-env.js';
import { startN8n } from './n8n.js';
import type { Product, ProductOptions } from './product.js';
import { supervise } from './supervise.js';

/** n8n in one process, started again when it dies, and the gateway beside it. */
export async function startSingle(options: ProductOptions): Promise<Product> {
  const { root, stateDir, port, gatewayPort } = options;
  const note = options.onProgress ?? (() => undefined);
  const settings = await readN8nSettings(root);
  const baseUrl = n8nBaseUrl(port);
  const gatewayUrl = n8nBaseUrl(gatewayPort);
  const env = { OMB_STAGE_BASE_URL: `${baseUrl}/webhook`, OMB_PUBLIC_WEBHOOK_URL: `${baseUrl}/webhook`, OMB_PUBLIC_GATEWAY_URL: gatewayUrl, ...options.env };
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  const starting = [
    supervise(
      () =>
        startN8n({
          settings,
          runtime: options.runtime,
          databaseUrl: options.n8nDatabaseUrl,
          productDatabaseUrl: options.databaseUrl,
          userFolder: join(stateDir, 'n8n'),
          packageTarball: options.tarball,
          workflowsFolder: join(root, 'workflows'),
          hookFile: join(root, 'deployment/n8n/runtime/problem-json.hook.cjs'),
          port,
          ...(options.openAi === undefined ? {} : { openAi: options.openAi }),
          ...(options.dockerSocket === undefined ? {} : { dockerSocket: options.dockerSocket }),
          env,
          onProgress: note,
        }),
      note,
    ).then((n8n) => (stops.push(() => n8n.stop()), n8n)),
    startGatewayProcess(root, stateDir, gatewayPort, { ...env, DATABASE_URL: options.databaseUrl, OMB_GATEWAY_PORT: String(gatewayPort) }).then((gateway) => void stops.push(() => gateway.stop())),
  ] as const;
  const settled = await Promise.allSettled(starting);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const n8n = await starting[0];
  const { editorUrl, owner, apiKey, logFile } = n8n.current();
  return {
    frontend: { webhookUrl: `${baseUrl}/webhook`, gatewayUrl, apiKey },
    editor: { url: editorUrl, ...owner },
    n8nUrl: baseUrl,
    workers: async () => [n8n.current().pid],
    logs: [logFile, join(stateDir, 'gateway.log')],
    stop,
  };
}
