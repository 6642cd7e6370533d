import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { apiKeyCredential, languageModelCredential, postgresCredential, redisCredential } from '../shared/credentials.js';
import { operationProperties } from '../shared/operation.js';
import { runOperations } from '../shared/run-operations.js';
import { trigger } from '../shared/trigger-operation.js';
import { review } from './operations/review.js';
import { write } from './operations/write.js';

const CREDENTIALS = [postgresCredential, redisCredential, languageModelCredential, apiKeyCredential];
const OPERATIONS = [write, review, trigger];

export class CodingAgent implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo Coding Agent',
    name: 'codingAgent',
    icon: { light: 'file:codingAgent.svg', dark: 'file:codingAgent.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Write and repair an Odoo module from its approved specification',
    defaults: { name: 'Odoo Coding Agent' },
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
