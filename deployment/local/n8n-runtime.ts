import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';

import { npm } from './npm.js';

export interface N8nRuntime {
  /** Folder with `node_modules/n8n` in it. */
  readonly folder: string;
  /** n8n's start script, to be run by this Node. */
  readonly bin: string;
  /** Where Node keeps what it has compiled of n8n, for the next start. */
  readonly compileCache: string;
}

export interface N8nRuntimeOptions {
  /** Folder with package.json and package-lock.json (`deployment/n8n/runtime`, `deployment/n8n/pm2`). */
  readonly lockFolder: string;
  /** Where runtimes are kept between clones; `$XDG_CACHE_HOME/odoo-module-builder` when left out. */
  readonly cacheFolder?: string;
  readonly onProgress?: (line: string) => void;
}

/** Written last: a folder without it is an installation that was interrupted. */
const STAMP = '.installed';

/** A real installation takes 3 to 6 minutes on 2 cores; whoever comes second waits for the first. */
const WAIT_FOR_OTHER = { retries: 360, factor: 1, minTimeout: 5_000 };

/**
 * n8n, installed from its lock file once and found afterwards.
 *
 * Scripts of dependencies do not run (one of them builds Kafka's native client, which n8n does not need here);
 * `isolated-vm`, the sandbox of expressions, is the one that must, and brings a prebuilt binary.
 * Two callers at the same time install once.
 *
 * @throws Error with the last lines of npm's output when the installation fails.
 */
export async function ensureN8nRuntime(options: N8nRuntimeOptions): Promise<N8nRuntime> {
  const folder = await ensureInstalled('n8n', options, async (target) => {
    options.onProgress?.('n8n: installing (once, 3 to 6 minutes)');
    await npm(target, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    await npm(target, ['rebuild', 'isolated-vm']);
    options.onProgress?.('n8n: installed');
  });
  return { folder, bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), compileCache: join(folder, 'compile-cache') };
}

/** PM2, installed from its lock file once and found afterwards: the folder of the package. */
export async function ensurePm2(options: N8nRuntimeOptions): Promise<string> {
  // Its optional dependency asks Node for figures by a native build, which is not needed.
  const folder = await ensureInstalled('pm2', options, (target) => npm(target, ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund']));
  return join(folder, 'node_modules', 'pm2');
}

/** A folder with `node_modules`, named by the digest of its lock file; `install` fills it where it is not there yet. */
async function ensureInstalled(name: string, options: N8nRuntimeOptions, install: (folder: string) => Promise<void>): Promise<string> {
  const lock = await readFile(join(options.lockFolder, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const cache = options.cacheFolder ?? defaultCacheFolder();
  const folder = join(cache, `${name}-${digest}`);
  if (existsSync(join(folder, STAMP))) return folder;

  await mkdir(folder, { recursive: true });
  const release = await lockfile.lock(folder, { stale: 60_000, update: 10_000, retries: WAIT_FOR_OTHER });
  try {
    if (!existsSync(join(folder, STAMP))) {
      for (const file of ['package.json', 'package-lock.json']) await copyFile(join(options.lockFolder, file), join(folder, file));
      await install(folder);
      await writeFile(join(folder, STAMP), new Date().toISOString());
    }
  } finally {
    await release();
  }
  return folder;
}

function defaultCacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'odoo-module-builder');
}
