import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

import { type CredentialSources, n8nCredentials } from './n8n-credentials.js';
import { n8nBaseUrl, n8nEnvironment } from './n8n-env.js';
import { importInto, readWorkflows } from './n8n-import.js';
import { importLines } from './say-imported.js';
import { installCommunityPackage } from './n8n-package.js';
import { N8nProcess } from './n8n-process.js';
import { untilReady, untilRegistered, webhooksOf } from './n8n-ready.js';
import { N8nRest } from './n8n-rest.js';
import type { N8nRuntime } from './n8n-runtime.js';
import { ensureSecrets } from './n8n-secrets.js';
import { freePort } from './ports.js';

export interface StartN8nOptions extends Pick<CredentialSources, 'productDatabaseUrl' | 'openAi'> {
  readonly runtime: N8nRuntime;
  /** Of `configs/n8n.env`. */
  readonly settings: Readonly<Record<string, string>>;
  /** postgres:// URL of n8n's own database. */
  readonly databaseUrl: string;
  /** n8n's state, secrets and log. Belongs to `databaseUrl`: the key of its credentials is in here. */
  readonly userFolder: string;
  /** Our package as `npm pack` makes it. */
  readonly packageTarball: string;
  /** Folder of workflow files. */
  readonly workflowsFolder: string;
  /** n8n's external hook: `deployment/n8n/runtime/problem-json.hook.cjs`. */
  readonly hookFile: string;
  /** A free one when left out. */
  readonly port?: number;
  readonly dockerSocket?: string;
  /** More environment for n8n and our nodes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onProgress?: (line: string) => void;
  /** Limit for each of: getting ready, registering webhooks. Migrating an empty database takes a minute on a slow machine. */
  readonly timeoutMs?: number;
}

export interface RunningN8n {
  /** e.g. `http://127.0.0.1:5678`, no slash at the end. */
  readonly baseUrl: string;
  /** The production webhooks' prefix: `<baseUrl>/webhook`. */
  readonly webhookUrl: string;
  readonly editorUrl: string;
  /** The editor's login. */
  readonly owner: { readonly email: string; readonly password: string };
  /** Value of the `X-API-Key` header of every webhook. */
  readonly apiKey: string;
  readonly pid: number;
  readonly logFile: string;
  /** Whether credentials and workflows were imported at this start. */
  readonly imported: boolean;
  /** Graceful end. Idempotent. */
  stop(): Promise<void>;
  /** SIGKILL. Idempotent. */
  kill(): Promise<void>;
}

/**
 * n8n with our nodes, credentials and published workflows: one main process in regular mode, on loopback, no browser
 * needed. Returns when every webhook of the workflows answers. Nothing is installed or imported twice.
 *
 * @throws Error with the last lines of n8n's log when it does not come up; nothing is left running then.
 */
export async function startN8n(options: StartN8nOptions): Promise<RunningN8n> {
  const userFolder = resolve(options.userFolder);
  await mkdir(userFolder, { recursive: true });
  const secrets = await ensureSecrets(userFolder);
  const packageDigest = await installCommunityPackage(userFolder, resolve(options.packageTarball));
  const workflows = await readWorkflows(options.workflowsFolder);
  const port = options.port ?? (await freePort());
  const baseUrl = n8nBaseUrl(port);
  const timeoutMs = options.timeoutMs ?? 180_000;

  options.onProgress?.('n8n: starting');
  const env = n8nEnvironment({
    settings: options.settings,
    databaseUrl: options.databaseUrl,
    userFolder,
    port,
    runnersBrokerPort: await freePort(),
    secrets,
    hookFile: resolve(options.hookFile),
    extra: { NODE_COMPILE_CACHE: options.runtime.compileCache, ...options.env },
  });
  const n8n = await N8nProcess.spawn(options.runtime.bin, userFolder, env);
  try {
    await untilReady(n8n, baseUrl, timeoutMs);
    const rest = await N8nRest.login(baseUrl, secrets.owner);
    const credentials = n8nCredentials({
      productDatabaseUrl: options.productDatabaseUrl,
      apiKey: secrets.apiKey,
      docker: options.dockerSocket ?? '/var/run/docker.sock',
      openAi: options.openAi,
    });
    const imported = await importInto(rest, userFolder, { workflows, credentials, packageDigest });
    for (const line of importLines(imported)) options.onProgress?.(line);
    await untilRegistered(n8n, baseUrl, webhooksOf(workflows), timeoutMs);
    const { email, password } = secrets.owner;
    return {
      baseUrl,
      webhookUrl: `${baseUrl}/webhook`,
      editorUrl: `${baseUrl}/`,
      owner: { email, password },
      apiKey: secrets.apiKey,
      pid: n8n.pid,
      logFile: n8n.logFile,
      imported: imported !== null,
      stop: () => n8n.stop(),
      kill: () => n8n.kill(),
    };
  } catch (error) {
    await n8n.kill();
    throw explained(error, userFolder);
  }
}

/** The one failure that the log's last lines do not explain to whoever reads them. */
function explained(error: unknown, userFolder: string): unknown {
  if (!(error instanceof Error && error.message.includes('cannot be read with this instance encryption key'))) return error;
  const sentence = `n8n's database was made with another encryption key than that of ${userFolder}: bring back the folder that belongs to it, or give n8n an empty database.`;
  return new Error(sentence, { cause: error });
}
