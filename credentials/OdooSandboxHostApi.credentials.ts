import type { ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

/** A Docker host on which sandboxes run. It is tested by the DockerPool node, because Docker's socket is no URL. */
export class OdooSandboxHostApi implements ICredentialType {
  name = 'odooSandboxHostApi';

  displayName = 'Odoo Sandbox Host API';

  icon: Icon = { light: 'file:odooSandboxHost.svg', dark: 'file:odooSandboxHost.dark.svg' };

  documentationUrl = 'https://github.com/odoo-module-builder/odoo-module-builder#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'Connection',
      name: 'connection',
      type: 'options',
      options: [
        { name: 'Unix Socket', value: 'socket', description: 'Docker on the machine that n8n runs on' },
        { name: 'Mutual TLS', value: 'tls', description: 'A Docker host over TCP, both sides with certificates' },
        { name: 'SSH', value: 'ssh', description: 'A Docker host over SSH with a key' },
      ],
      default: 'socket',
    },
    { displayName: 'Socket Path', name: 'socketPath', type: 'string', default: '/var/run/docker.sock', displayOptions: { show: { connection: ['socket'] } } },
    { displayName: 'Host', name: 'host', type: 'string', default: '', placeholder: 'docker-1.internal', displayOptions: { show: { connection: ['tls', 'ssh'] } } },
    { displayName: 'Port', name: 'port', type: 'number', default: 2376, displayOptions: { show: { connection: ['tls'] } } },
    { displayName: 'CA Certificate', name: 'ca', type: 'string', typeOptions: { rows: 4 }, default: '', displayOptions: { show: { connection: ['tls'] } } },
    { displayName: 'Client Certificate', name: 'cert', type: 'string', typeOptions: { password: true, rows: 4 }, default: '', displayOptions: { show: { connection: ['tls'] } } },
    { displayName: 'Client Key', name: 'clientPrivateKey', type: 'string', typeOptions: { password: true, rows: 4 }, default: '', displayOptions: { show: { connection: ['tls'] } } },
    { displayName: 'Port', name: 'sshPort', type: 'number', default: 22, displayOptions: { show: { connection: ['ssh'] } } },
    { displayName: 'User', name: 'username', type: 'string', default: 'docker', displayOptions: { show: { connection: ['ssh'] } } },
    { displayName: 'Private Key', name: 'privateKey', type: 'string', typeOptions: { password: true, rows: 4 }, default: '', displayOptions: { show: { connection: ['ssh'] } } },
    {
      displayName: 'Host Key Fingerprint',
      name: 'hostKey',
      type: 'string',
      default: '',
      placeholder: 'SHA256:…',
      description: 'As <code>ssh-keygen -lf</code> prints it. The connection is refused if the host shows another key.',
      displayOptions: { show: { connection: ['ssh'] } },
    },
  ];
}
