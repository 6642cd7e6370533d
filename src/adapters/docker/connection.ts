import { createHash } from 'node:crypto';
import Docker from 'dockerode';
import type { HostEndpoint } from '../../ports/sandbox-hosts.js';

/** How a Docker host is reached. Mutual TLS is the way for remote ones; SSH fails at about ten calls in parallel (sshd's MaxSessions). */
export type DockerConnection =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'tls'; readonly host: string; readonly port: number; readonly ca: string; readonly cert: string; readonly key: string }
  | { readonly kind: 'ssh'; readonly host: string; readonly port: number; readonly username: string; readonly privateKey: string; /** sha256 fingerprint (base64, no padding) of the host's key; the connection is refused if it differs */ readonly hostKey: string };

/** The way to a host of the pool: where it is, with what the credential proves itself by. Null when the credential is for another kind of way. */
export function connectionTo(endpoint: HostEndpoint, credential: DockerConnection): DockerConnection | null {
  switch (endpoint.kind) {
    case 'socket':
      return credential.kind === 'socket' ? endpoint : null;
    case 'tls':
      return credential.kind === 'tls' ? { ...credential, host: endpoint.host, port: endpoint.port } : null;
    case 'ssh':
      return credential.kind === 'ssh' ? { ...credential, ...endpoint } : null;
  }
}

/** A client for the connection; nothing is sent yet. The environment (DOCKER_HOST …) plays no part. */
export function connect(connection: DockerConnection): Docker {
  switch (connection.kind) {
    case 'socket':
      return new Docker({ socketPath: connection.socketPath, protocol: 'http', host: '' });
    case 'tls':
      return new Docker({ protocol: 'https', host: connection.host, port: connection.port, ca: connection.ca, cert: connection.cert, key: connection.key });
    case 'ssh':
      return new Docker({
        protocol: 'ssh',
        host: connection.host,
        port: connection.port,
        username: connection.username,
        sshOptions: { privateKey: connection.privateKey, hostVerifier: (key: Buffer) => fingerprint(key) === connection.hostKey.replace(/^SHA256:/, '') },
      });
  }
}

/** As `ssh-keygen -l` prints it, without `SHA256:`. */
function fingerprint(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
}
