import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { administer, dropDatabase } from '../../deployment/local/administer.js';
import { Frontend } from '../../deployment/local/frontend.js';
import type { QueueTools } from '../../deployment/local/queue.js';
import type { N8nRuntime } from '../../deployment/local/n8n-runtime.js';
import { startStack, type Stack } from '../../deployment/local/stack.js';

export const ROOT = resolve(__dirname, '../..');

/** A value that `npm test` hands to the tests. */
export function fromTestRun(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run these tests by npm test (npm test -- test/e2e/…)`);
  return value;
}

export interface TestStack extends Stack {
  readonly database: Pool;
  /** A frontend with a session id of its own. */
  client(): Frontend;
}

export interface TestStackOptions {
  readonly openAi?: { readonly apiKey: string; readonly baseUrl: string; readonly model: string };
  readonly env?: Readonly<Record<string, string>>;
  /** Where the sandboxes' Docker is looked for. */
  readonly dockerSocket?: string;
  /** Queue mode; `OMB_E2E_MODE=queue` when left out. */
  readonly inQueueMode?: boolean;
}

/** Modules of n8n for people in the editor, for language models and for licences. */
const OF_NOBODY = [
  'agents', 'breaking-changes', 'chat-hub', 'data-table', 'dynamic-credentials', 'external-secrets', 'favorites', 'insights', 'instance-ai',
  'instance-version-history', 'ldap', 'log-streaming', 'mcp', 'mcp-registry', 'n8n-packages', 'oauth-server', 'otel', 'provisioning', 'quick-connect',
  'redaction', 'runtime-credentials', 'source-control', 'sso-oidc', 'sso-saml', 'token-exchange', 'workflow-builder', 'workflow-reviews',
];

/**
 * n8n's start without much that takes processor time: the editor's pages, which are made each time, a process for Code nodes, of which
 * our workflows have none, and modules that no workflow is run by.
 */
export const LEAN = { N8N_DISABLE_UI: 'true', N8N_RUNNERS_MODE: 'external', N8N_RUNNERS_AUTH_TOKEN: 'of nobody', N8N_DISABLED_MODULES: OF_NOBODY.join(',') };

/** Our package in n8n's user folder, as installCommunityPackage leaves it: that finds it there and changes nothing. */
export async function putPackage(userFolder: string): Promise<void> {
  await mkdir(join(userFolder, '.n8n'), { recursive: true });
  await symlink(join(fromTestRun('OMB_TEST_WITH_PACKAGE'), '.n8n', 'nodes'), join(userFolder, '.n8n', 'nodes'));
}

/** A whole product with databases of its own: real n8n, real gateways, real Docker. Everything is gone after `stop()`. */
export async function startTestStack({ inQueueMode = process.env['OMB_E2E_MODE'] === 'queue', ...options }: TestStackOptions = {}): Promise<TestStack> {
  const suffix = randomBytes(4).toString('hex');
  const server = fromTestRun('OMB_TEST_DATABASE_URL');
  const databases = { product: `e2e_${suffix}`, n8n: `e2e_n8n_${suffix}` };
  await administer(server, `CREATE DATABASE ${databases.product}`);
  await administer(server, `CREATE DATABASE ${databases.n8n} TEMPLATE ${fromTestRun('OMB_TEST_N8N_TEMPLATE')}`);
  const stateDir = await mkdtemp(join(tmpdir(), 'omb-e2e-'));
  const at = (name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  const dispose = async (): Promise<void> => {
    for (const name of Object.values(databases)) await dropDatabase(server, name);
    await rm(stateDir, { recursive: true, force: true });
  };
  try {
    await putPackage(join(stateDir, inQueueMode ? 'queue' : 'n8n'));
    const stack = await startStack({
      root: ROOT,
      stateDir,
      databaseUrl: at(databases.product),
      n8nDatabaseUrl: at(databases.n8n),
      images: JSON.parse(fromTestRun('OMB_TEST_IMAGES')) as { sandbox: string; uatGateway: string },
      runtime: JSON.parse(fromTestRun('OMB_TEST_N8N_RUNTIME')) as N8nRuntime,
      tarball: fromTestRun('OMB_TEST_TARBALL'),
      ...(inQueueMode ? { queue: JSON.parse(fromTestRun('OMB_TEST_QUEUE_TOOLS')) as QueueTools } : {}),
      ...options,
      // In queue mode tests ask for the editor.
      env: { ...LEAN, N8N_DISABLE_UI: String(!inQueueMode), ...options.env },
    });
    const database = new Pool({ connectionString: at(databases.product), max: 2 });
    return {
      ...stack,
      database,
      client: () => new Frontend(stack.frontend, `e2e-${randomBytes(8).toString('hex')}`),
      async stop() {
        await database.end();
        await stack.stop();
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
