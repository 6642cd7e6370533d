import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { apiKeyCredential, optionalSandboxHostCredential, postgresCredential, redisCredential } from '../shared/credentials.js';
import { operationProperties } from '../shared/operation.js';
import { runOperations } from '../shared/run-operations.js';
import { trigger } from '../shared/trigger-operation.js';
import { deliver } from './operations/deliver.js';
import { open } from './operations/open.js';
import { review } from './operations/review.js';

const CREDENTIALS = [postgresCredential, redisCredential, optionalSandboxHostCredential, apiKeyCredential];
const OPERATIONS = [open, review, deliver, trigger];

export class UserTesting implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo User Testing',
    name: 'userTesting',
    icon: { light: 'file:userTesting.svg', dark: 'file:userTesting.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Let a person try the module in a live Odoo, and deliver it',
    defaults: { name: 'Odoo User Testing' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: CREDENTIALS,
    properties: operationProperties(OPERATIONS),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return runOperations(this, OPERATIONS);
  }
}
