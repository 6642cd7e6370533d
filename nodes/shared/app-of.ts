import type { ICredentialDataDecryptedObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { App } from '../../src/app/app.js';
import { BuilderError } from '../../src/domain/errors.js';
import { sharedApp } from '../../src/compose.js';
import { connectionsOf } from './connections.js';

/** Credentials that an operation uses besides the database. */
export interface Needs {
  readonly docker?: boolean;
  readonly languageModel?: boolean;
}

/** A node that works on items, or one that answers calls. */
type Context = IExecuteFunctions | IWebhookFunctions;

/**
 * The application for one item, composed from n8n's own credentials; processes share one per set of
 * connections, so that a hundred executions do not open a hundred pools.
 */
export async function appOf(context: Context, itemIndex: number, needs: Needs): Promise<App> {
  const postgres = await optional(context, 'postgres', itemIndex);
  if (postgres === null) throw new BuilderError('user', 'database_not_configured', 'This node has no database: choose a credential of the type "Postgres".');
  const redis = await optional(context, 'redis', itemIndex);
  const openai = needs.languageModel === true ? await optional(context, 'openAiApi', itemIndex) : null;
  const docker = needs.docker === true ? await readable(context, 'odooSandboxHostApi', itemIndex) : null;
  return sharedApp(connectionsOf({ postgres, redis, openai, docker }), process.env);
}

/** Null when the node has no such credential. */
async function optional(context: Context, type: string, itemIndex: number): Promise<ICredentialDataDecryptedObject | null> {
  if (context.getNode().credentials?.[type] === undefined) return null;
  return context.getCredentials<ICredentialDataDecryptedObject>(type, itemIndex);
}

/** Null too when it is gone or cannot be decrypted: whoever needs a Docker host says so to the person, in the session. */
async function readable(context: Context, type: string, itemIndex: number): Promise<ICredentialDataDecryptedObject | null> {
  try {
    return await optional(context, type, itemIndex);
  } catch (error) {
    context.logger.warn(`The credential ${type} cannot be read`, { error });
    return null;
  }
}
