import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import lockfile from 'proper-lockfile';

import { lastLines } from './n8n-log.js';

export interface N8nRuntime {
  /** Folder with `node_modules/n8n` in it. */
  readonly folder: string;
  /** n8n's start script, to be run by this Node. */
  readonly bin: string;
}

export interface N8nRuntimeOptions {
  /** Folder with the runtime's package.json and package-lock.json (`deployment/n8n/runtime`). */
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
  const lock = await readFile(join(options.lockFolder, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const cache = options.cacheFolder ?? defaultCacheFolder();
  const folder = join(cache, `n8n-${digest}`);
  const runtime = { folder, bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
  if (existsSync(join(folder, STAMP))) return runtime;

  await mkdir(folder, { recursive: true });
  const release = await lockfile.lock(folder, { stale: 60_000, update: 10_000, retries: WAIT_FOR_OTHER });
  try {
    if (!existsSync(join(folder, STAMP))) await install(folder, options);
  } finally {
    await release();
  }
  return runtime;
}

async function install(folder: string, options: N8nRuntimeOptions): Promise<void> {
  for (const file of ['package.json', 'package-lock.json']) await copyFile(join(options.lockFolder, file), join(folder, file));
  options.onProgress?.('n8n: installing (once, 3 to 6 minutes)');
  await npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  await npm(folder, ['rebuild', 'isolated-vm']);
  await writeFile(join(folder, STAMP), new Date().toISOString());
  options.onProgress?.('n8n: installed');
}

/**
 * npm under this very Node, its output in `npm.log` of the folder.
 *
 * @throws Error with the log's last lines when npm ends with anything but 0.
 */
export async function npm(folder: string, args: readonly string[]): Promise<void> {
  const logFile = join(folder, 'npm.log');
  const log = await open(logFile, 'a');
  try {
    const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
    const child = spawn('npm', args, { cwd: folder, env: { ...process.env, PATH: path }, stdio: ['ignore', log.fd, log.fd] });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code ?? 'a signal'} (log: ${logFile})\n${await lastLines(logFile, 20)}`);
  } finally {
    await log.close();
  }
}

function defaultCacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'odoo-module-builder');
}
