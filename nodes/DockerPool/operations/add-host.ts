import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { addHost as add } from '../../../src/app/hosts/add-host.js';
import type { HostEndpoint } from '../../../src/ports/sandbox-hosts.js';
import { appOf } from '../../shared/app-of.js';
import type { Operation } from '../../shared/operation.js';

const shownFor = (...kinds: HostEndpoint['kind'][]) => ({ show: { reachedBy: kinds } });

const fields: readonly INodeProperties[] = [
  { displayName: 'Host Name', name: 'hostName', type: 'string', required: true, default: '', placeholder: 'docker-2', description: 'By which the pool knows it; small letters, digits, dots and hyphens' },
  {
    displayName: 'Reached By',
    name: 'reachedBy',
    type: 'options',
    options: [
      { name: 'Mutual TLS', value: 'tls' },
      { name: 'SSH', value: 'ssh' },
      { name: 'Unix Socket', value: 'socket' },
    ],
    default: 'tls',
    description: 'Has to be the connection of this node\'s credential, whose certificates or key serve all hosts of the pool',
  },
  { displayName: 'Address', name: 'address', type: 'string', default: '', placeholder: '10.0.0.12', displayOptions: shownFor('tls', 'ssh'), description: 'Name or IP address of the host' },
  { displayName: 'Port', name: 'port', type: 'number', default: 2376, displayOptions: shownFor('tls', 'ssh'), description: 'Usually 2376 for TLS and 22 for SSH' },
  { displayName: 'User', name: 'username', type: 'string', default: 'docker', displayOptions: shownFor('ssh'), description: 'Who may use Docker on the host' },
  { displayName: 'Host Key Fingerprint', name: 'hostKey', type: 'string', default: '', placeholder: 'SHA256:…', displayOptions: shownFor('ssh'), description: 'As <code>ssh-keygen -lf</code> prints it' },
  { displayName: 'Socket Path', name: 'socketPath', type: 'string', default: '/var/run/docker.sock', displayOptions: shownFor('socket'), description: 'Of a Docker engine on the machine that n8n runs on' },
  { displayName: 'Labels', name: 'labels', type: 'string', default: '', placeholder: 'zone-a, 8-gb', description: 'For your own order, separated by commas' },
  { displayName: 'Places for Tests', name: 'testSlots', type: 'number', typeOptions: { minValue: 0, maxValue: 64 }, default: 2, description: 'How many tests may run on it at once' },
  { displayName: 'Places for User Tests', name: 'uatSlots', type: 'number', typeOptions: { minValue: 0, maxValue: 256 }, default: 8, description: 'How many live instances it may hold at once' },
];

export const addHost: Operation = {
  value: 'addHost',
  name: 'Add Host',
  action: 'Add a Docker host',
  description: 'Put a Docker host into the pool, once it has answered and has the sandbox image; or change one that is there',
  fields,
  async execute(context, itemIndex) {
    const value = <T>(name: string): T => context.getNodeParameter(name, itemIndex, '') as T;
    const added = await add(await appOf(context, itemIndex, { docker: true }), {
      name: value<string>('hostName').trim(),
      endpoint: endpointOf(context, itemIndex),
      labels: value<string>('labels').split(',').map((label) => label.trim()).filter((label) => label !== ''),
      slots: { test: value('testSlots'), uat: value('uatSlots') },
    });
    return [{ ...added } satisfies IDataObject];
  },
};

function endpointOf(context: IExecuteFunctions, itemIndex: number): HostEndpoint {
  const value = <T>(name: string): T => context.getNodeParameter(name, itemIndex, '') as T;
  const kind = value<HostEndpoint['kind']>('reachedBy');
  switch (kind) {
    case 'socket':
      return { kind, socketPath: value('socketPath') };
    case 'ssh':
      return { kind, host: value('address'), port: value('port'), username: value('username'), hostKey: value('hostKey') };
    default:
      return { kind: 'tls', host: value('address'), port: value('port') };
  }
}
