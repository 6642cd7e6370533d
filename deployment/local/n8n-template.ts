import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readN8nSettings } from '../queue/n8n-settings.js';
import { administer, dropDatabase } from './administer.js';
import { n8nEnvironment } from './n8n-env.js';
import type { N8nRuntime } from './n8n-runtime.js';
import { ensureSecrets } from './n8n-secrets.js';

export interface N8nTemplateOptions {
  readonly root: string;
  readonly runtime: N8nRuntime;
  /** A database of a role that may create others. */
  readonly adminUrl: string;
  /** For n8n's user folder. */
  readonly folder: string;
}

/** Migrating an empty database takes a minute on a slow machine. */
const LIMIT_MS = 300_000;

/**
 * A database that n8n has migrated and nobody has used, for tests to copy: n8n's 275 migrations take two seconds of its
 * processor time, and their part of Postgres's. It holds no key, so it belongs to whoever copies it. @returns its name
 */
export async function makeN8nTemplate({ root, runtime, adminUrl, folder }: N8nTemplateOptions): Promise<string> {
  const name = templateName();
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  const userFolder = join(folder, 'n8n-template');
  const env = n8nEnvironment({
    settings: await readN8nSettings(root),
    databaseUrl: Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString(),
    userFolder,
    // It listens nowhere.
    port: 1,
    runnersBrokerPort: 1,
    secrets: await ensureSecrets(userFolder),
    hookFile: '',
    extra: { NODE_COMPILE_CACHE: runtime.compileCache },
  });
  await promisify(execFile)(process.execPath, [runtime.bin, 'list:workflow'], { cwd: userFolder, env, timeout: LIMIT_MS });
  return name;
}

/** For a Postgres that stays. */
export const dropN8nTemplate = (adminUrl: string): Promise<void> => dropDatabase(adminUrl, templateName());

const templateName = (): string => `n8n_template_${process.pid}`;
