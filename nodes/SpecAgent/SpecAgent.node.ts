import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { apiKeyCredential, languageModelCredential, optionalSandboxHostCredential, postgresCredential, redisCredential } from '../shared/credentials.js';
import { operationProperties } from '../shared/operation.js';
import { runOperations } from '../shared/run-operations.js';
import { trigger } from '../shared/trigger-operation.js';
import { cancel } from './operations/cancel.js';
import { review } from './operations/review.js';
import { status } from './operations/status.js';
import { submit } from './operations/submit.js';
import { sweep } from './operations/sweep.js';
import { write } from './operations/write.js';

const CREDENTIALS = [postgresCredential, redisCredential, languageModelCredential, optionalSandboxHostCredential, apiKeyCredential];
const OPERATIONS = [submit, review, write, status, cancel, sweep, trigger];

export class SpecAgent implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo Spec Agent',
    name: 'specAgent',
    icon: { light: 'file:specAgent.svg', dark: 'file:specAgent.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Turn what a person needs into a specification of an Odoo module',
    defaults: { name: 'Odoo Spec Agent' },
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
