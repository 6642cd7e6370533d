import { createHash, timingSafeEqual } from 'node:crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { problem } from '../../src/app/api/answer.js';
import type { ApiResponse } from '../../src/app/api/api.js';
import { asBuilderError, BuilderError } from '../../src/domain/errors.js';
import { appOf } from '../shared/app-of.js';
import { triggerStage, type ApiKey } from '../shared/trigger-stage.js';
import { CALLS } from './calls.js';

/**
 * One call from its API key to its answer, and the call of the stage that comes next. No execution is started unless the
 * node is told to: what is committed lies in our own database, and the stage has an execution of its own.
 */
export async function answerCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const key = await apiKeyOf(context);
  const response = isAllowed(context, key) ? await handled(context) : problem(API_KEY_WRONG);
  send(context, response);
  if (response.next !== null && key !== null) {
    // The answer does not wait for it, and the sweep triggers the stage again if this call is lost.
    void triggerStage(key, response.next).catch((error: unknown) => context.logger.warn(asBuilderError(error).message));
  }
  return { noWebhookResponse: true, ...(context.getNodeParameter('run', false) === true && response.status < 300 ? { workflowData: [[{ json: followUp(response) }]] } : {}) };
}

/** Ids, no content, and no token. */
function followUp({ body }: ApiResponse): IDataObject {
  const { sessionId, state, version } = body as Record<'sessionId' | 'state' | 'version', string | number>;
  return { sessionId, state, version };
}

const API_KEY_WRONG = new BuilderError('user', 'api_key_wrong', 'Send the key of this installation in the header X-API-Key.', { status: 403 });

/** Null when nobody chose a credential, or it is empty: then nobody gets in. */
async function apiKeyOf(context: IWebhookFunctions): Promise<ApiKey | null> {
  if (context.getNode().credentials?.['httpHeaderAuth'] === undefined) return null;
  const { name, value } = await context.getCredentials<Partial<ApiKey>>('httpHeaderAuth');
  return name && value ? { name, value } : null;
}

/** Digests have one length, so the comparison tells nothing about the key. */
function isAllowed(context: IWebhookFunctions, key: ApiKey | null): boolean {
  const sent = key === null ? undefined : context.getHeaderData()[key.name.toLowerCase()];
  if (key === null || typeof sent !== 'string') return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(key.value));
}

async function handled(context: IWebhookFunctions): Promise<ApiResponse> {
  try {
    const chosen = context.getNodeParameter('call') as string;
    const call = CALLS.find(({ value }) => value === chosen);
    if (call === undefined) throw new BuilderError('bug', 'no_such_call', `There is no call "${chosen}".`);
    const { headers, query } = context.getRequestObject();
    return await call.handle(await appOf(context, 0, call.needs), { headers, query, body: await bodyOf(context) });
  } catch (error) {
    // The database is away, or the node has none: what a handler meets becomes an answer in the handler.
    context.logger.error(asBuilderError(error).message);
    return problem(error);
  }
}

/** As n8n has parsed it; the bytes where it could not tell what they are, so that what is wrong is said by us. */
async function bodyOf(context: IWebhookFunctions): Promise<unknown> {
  const request = context.getRequestObject() as ReturnType<IWebhookFunctions['getRequestObject']> & { rawBody?: Buffer; readRawBody?(): Promise<void> };
  if (request.body !== undefined || request.method === 'GET') return request.body as unknown;
  await request.readRawBody?.();
  return request.rawBody;
}

function send(context: IWebhookFunctions, { status, headers, body }: ApiResponse): void {
  const response = context.getResponseObject();
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === null) response.end();
  else response.end(JSON.stringify(body));
}
