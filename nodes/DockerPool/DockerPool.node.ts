import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { postgresCredential, testedSandboxHostCredential } from '../shared/credentials.js';
import { operationProperties } from '../shared/operation.js';
import { runOperations } from '../shared/run-operations.js';
import { acquire } from './operations/acquire.js';
import { addHost } from './operations/add-host.js';
import { drainHost } from './operations/drain-host.js';
import { reap } from './operations/reap.js';
import { release } from './operations/release.js';
import { removeHost } from './operations/remove-host.js';
import { renew } from './operations/renew.js';
import { resumeHost } from './operations/resume-host.js';
import { status } from './operations/status.js';
import { sandboxHostTest } from './sandbox-host-test.js';

const CREDENTIALS = [postgresCredential, testedSandboxHostCredential];
const OPERATIONS = [status, acquire, renew, release, reap, addHost, drainHost, resumeHost, removeHost];

export class DockerPool implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo Docker Pool',
    name: 'dockerPool',
    icon: { light: 'file:dockerPool.svg', dark: 'file:dockerPool.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"]}}',
    description: 'Hand out places for sandboxes on Docker hosts, look after the hosts, and clean up',
    defaults: { name: 'Odoo Docker Pool' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: CREDENTIALS,
    properties: operationProperties(OPERATIONS),
  };

  methods = { credentialTest: { sandboxHostTest } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return runOperations(this, OPERATIONS);
  }
}
