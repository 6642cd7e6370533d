import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { App } from '../../src/app/app.js';
import type { ApiRequest, ApiResponse } from '../../src/app/api/api.js';
import { apiRequest } from './api-request.js';
import { appOf, type Needs } from './app-of.js';
import type { Operation } from './operation.js';
import { sourceField } from './request-fields.js';

interface CommandOperation {
  readonly value: string;
  readonly name: string;
  readonly action: string;
  readonly description: string;
  readonly fields: readonly INodeProperties[];
  readonly needs?: Needs;
  handle(app: App, request: ApiRequest): Promise<ApiResponse>;
}

/** An operation that validates and commits one request: `{ http: { status, headers, body }, next }`. It answers mistakes, it does not throw. */
export function commandOperation({ fields, needs, handle, ...shown }: CommandOperation): Operation {
  return {
    ...shown,
    fields: [sourceField, ...fields],
    async execute(context, itemIndex) {
      const { next, ...http } = await handle(await appOf(context, itemIndex, needs ?? {}), await apiRequest(context, itemIndex));
      return [{ http, next } as unknown as IDataObject];
    },
  };
}
