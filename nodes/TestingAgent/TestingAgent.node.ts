import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { apiKeyCredential, languageModelCredential, optionalSandboxHostCredential, postgresCredential, redisCredential } from '../shared/credentials.js';
import { operationProperties } from '../shared/operation.js';
import { runOperations } from '../shared/run-operations.js';
import { trigger } from '../shared/trigger-operation.js';
import { test } from './operations/test-module.js';

const CREDENTIALS = [postgresCredential, redisCredential, optionalSandboxHostCredential, languageModelCredential, apiKeyCredential];
const OPERATIONS = [test, trigger];

export class TestingAgent implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo Testing Agent',
    name: 'testingAgent',
    icon: { light: 'file:testingAgent.svg', dark: 'file:testingAgent.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Install and test an Odoo module in a sandbox that has no network',
    defaults: { name: 'Odoo Testing Agent' },
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
