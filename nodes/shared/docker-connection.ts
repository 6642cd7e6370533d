import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { DockerConnection } from '../../src/adapters/docker/connection.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The fields of the credential "Odoo Sandbox Host" as a connection. */
export function dockerConnection(data: ICredentialDataDecryptedObject): DockerConnection {
  switch (data['connection']) {
    case 'tls':
      return { kind: 'tls', host: text(data['host']), port: Number(data['port'] ?? 2376), ca: text(data['ca']), cert: text(data['cert']), key: text(data['clientPrivateKey']) };
    case 'ssh':
      return { kind: 'ssh', host: text(data['host']), port: Number(data['sshPort'] ?? 22), username: text(data['username']), privateKey: text(data['privateKey']), hostKey: text(data['hostKey']) };
    default:
      return { kind: 'socket', socketPath: text(data['socketPath']) || '/var/run/docker.sock' };
  }
}
