import { join } from 'node:path';
import { ensurePm2 } from './n8n-runtime.js';
import { ensureNginx } from './nginx.js';
import type { QueueTools } from './queue.js';

/** PM2 and nginx, installed where they are missing. */
export async function ensureQueueTools(root: string, redisImage: string, onProgress?: (line: string) => void): Promise<QueueTools> {
  const [pm2, nginx] = await Promise.all([ensurePm2({ lockFolder: join(root, 'deployment/n8n/pm2'), onProgress }), ensureNginx(onProgress)]);
  return { pm2, nginx, redisImage };
}
