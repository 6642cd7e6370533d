import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ApiRequest } from '../../src/app/api/api.js';

const BODY_FIELDS = ['sessionId', 'requirements', 'spec', 'decision', 'feedback'] as const;

/**
 * What was asked, from the Webhook node's item or from the node's own fields. The Webhook node hands
 * over the raw body as binary `data`, so that what is not JSON is answered by us and not by n8n.
 */
export async function apiRequest(context: IExecuteFunctions, itemIndex: number): Promise<ApiRequest> {
  if (context.getNodeParameter('source', itemIndex, 'webhook') === 'fields') return fromFields(context, itemIndex);
  const item = context.getInputData()[itemIndex];
  const json = (item?.json ?? {}) as { headers?: ApiRequest['headers']; query?: ApiRequest['query']; body?: unknown };
  const body: unknown = item?.binary?.['data'] === undefined ? json.body : await context.helpers.getBinaryDataBuffer(itemIndex, 'data');
  return { headers: json.headers ?? {}, query: json.query ?? {}, body };
}

function fromFields(context: IExecuteFunctions, itemIndex: number): ApiRequest {
  const body: IDataObject = {};
  for (const name of BODY_FIELDS) {
    const value = context.getNodeParameter(name, itemIndex, '') as string;
    if (value !== '') body[name] = value;
  }
  const token = context.getNodeParameter('token', itemIndex, '') as string;
  const { sessionId } = body;
  return { headers: token === '' ? {} : { authorization: `Bearer ${token}` }, query: typeof sessionId === 'string' ? { sessionId } : {}, body };
}
