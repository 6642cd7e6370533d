import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { App } from '../../src/app/app.js';
import { nextStage } from '../../src/app/api/api.js';
import type { Session } from '../../src/domain/session.js';
import { appOf, type Needs } from './app-of.js';
import type { Operation } from './operation.js';

const sessionId: INodeProperties = {
  displayName: 'Session ID',
  name: 'sessionId',
  type: 'string',
  required: true,
  default: '={{ $json.sessionId }}',
  description: 'The session whose stage is to be worked on',
};

interface StageOperation {
  readonly value: string;
  readonly name: string;
  readonly action: string;
  readonly description: string;
  readonly needs: Needs;
  /** A collection named `options`, whose values `work` is given. */
  readonly options?: INodeProperties;
  /** Null when there was nothing to do: another worker has the stage, or the session has moved on. */
  work(app: App, sessionId: string, options: Readonly<Record<string, unknown>>): Promise<Session | null>;
}

/** An operation that works on a session's stage under a lease: `{ sessionId, version, state, next }`, ids only. */
export function stageOperation({ needs, options, work, ...shown }: StageOperation): Operation {
  return {
    ...shown,
    fields: options === undefined ? [sessionId] : [sessionId, options],
    async execute(context, itemIndex) {
      const app = await appOf(context, itemIndex, needs);
      const id = context.getNodeParameter('sessionId', itemIndex) as string;
      const session = await work(app, id, options === undefined ? {} : (context.getNodeParameter('options', itemIndex, {}) as IDataObject));
      if (session === null) return [{ sessionId: id, version: null, state: null, next: null }];
      const { version, state } = session;
      return [{ sessionId: id, version, state, next: nextStage(session) } as unknown as IDataObject];
    },
  };
}
