import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache.js';
import { npm } from './npm.js';

/**
 * The sandbox's Playwright MCP, installed from its lock file once; the folder has `node_modules` in it.
 * On the host, because a build inside Docker need not reach the npm registry; no script runs and no browser is downloaded.
 * The caller holds the lock of the images.
 */
export async function ensureSandboxMcp(root: string): Promise<string> {
  const source = join(root, 'deployment/sandbox/mcp');
  const digest = createHash('sha256').update(await readFile(join(source, 'package-lock.json'))).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `sandbox-mcp-${digest}`);
  const stamp = join(folder, '.installed');
  if (await access(stamp).then(() => true, () => false)) return folder;
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await copyFile(join(source, file), join(folder, file));
  await npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  await writeFile(stamp, new Date().toISOString());
  return folder;
}
