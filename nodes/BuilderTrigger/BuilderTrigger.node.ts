import { fromParameter, NodeConnectionTypes, webhookDescriptionFields, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { callsKeyCredential, languageModelCredential, optionalSandboxHostCredential, postgresCredential, redisCredential } from '../shared/credentials.js';
import { answerCall } from './answer-call.js';
import { CALLS } from './calls.js';

const CREDENTIALS = [callsKeyCredential, postgresCredential, redisCredential, languageModelCredential, optionalSandboxHostCredential];

/** Answers the frontend by itself: docs/decisions/0007-acknowledgement.md says why no execution is started for that. */
export class BuilderTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo Builder Trigger',
    name: 'builderTrigger',
    icon: { light: 'file:builderTrigger.svg', dark: 'file:builderTrigger.dark.svg' },
    group: ['trigger'],
    // Of a webhook node with the version 1 n8n evaluates an expression at each call.
    version: 2,
    subtitle: '={{$parameter["httpMethod"] + " /" + $parameter["path"]}}',
    description: 'Answer a call of the frontend: check it, commit it, and call the stage that comes next',
    defaults: { name: 'Odoo Builder Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: CREDENTIALS,
    webhooks: [{ name: 'default', isFullPath: true, responseMode: 'onReceived', ...webhookDescriptionFields({ httpMethod: fromParameter('httpMethod', 'POST'), path: fromParameter('path') }) }],
    properties: [
      { displayName: 'Call', name: 'call', type: 'options', noDataExpression: true, options: CALLS.map(({ name, value, description }) => ({ name, value, description })), default: 'submit' },
      { displayName: 'Method', name: 'httpMethod', type: 'options', noDataExpression: true, options: [{ name: 'GET', value: 'GET' }, { name: 'POST', value: 'POST' }], default: 'POST' },
      { displayName: 'Path', name: 'path', type: 'string', noDataExpression: true, required: true, default: '', placeholder: 'e.g. specification-agent', description: 'Where the frontend finds this call, below /webhook/' },
      { displayName: 'Run What Is Connected', name: 'run', type: 'boolean', noDataExpression: true, default: false, description: 'Whether the nodes after this one run when a call was accepted, with the session’s ID, state and version; the frontend does not wait for them' },
    ],
  };

  webhookMethods = {
    default: {
      // n8n itself listens: there is no service to register with.
      async checkExists(): Promise<boolean> {
        return true;
      },
      async create(): Promise<boolean> {
        return true;
      },
      async delete(): Promise<boolean> {
        return true;
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return answerCall(this);
  }
}
