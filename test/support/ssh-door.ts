import { createHash } from 'node:crypto';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server, utils, type Connection } from 'ssh2';

/** Not Ed25519: of two thousand such pairs ssh2 made twelve with a byte too few, which nobody can read, itself included. */
export const newKeyPair = (): { readonly private: string; readonly public: string } => utils.generateKeyPairSync('ecdsa', { bits: 256 });

/** An SSH server on loopback that leads whoever has the key to this machine's Docker, as sshd and `docker system dial-stdio` do. */
export class SshDoor {
  private readonly sockets = new Set<Socket>();
  private readonly connections = new Set<Connection>();

  private constructor(private readonly server: Server, readonly privateKey: string, readonly hostKey: string) {}

  static async listen(username: string): Promise<SshDoor> {
    const host = newKeyPair();
    const client = newKeyPair();
    const [shown, allowed] = [utils.parseKey(host.public), utils.parseKey(client.public)];
    if (shown instanceof Error || allowed instanceof Error) throw new Error('ssh2 cannot read the keys that it has made');
    const server = new Server({ hostKeys: [host.private] });
    const door = new SshDoor(server, client.private, `SHA256:${createHash('sha256').update(shown.getPublicSSH()).digest('base64').replace(/=+$/, '')}`);
    server.on('connection', (connection: Connection) => {
      door.connections.add(connection);
      connection.on('error', () => undefined).on('close', () => door.connections.delete(connection)).on('authentication', (attempt) => {
        if (attempt.method !== 'publickey' || attempt.username !== username || !attempt.key.data.equals(allowed.getPublicSSH())) return attempt.reject(['publickey']);
        if (attempt.signature && attempt.blob && allowed.verify(attempt.blob, attempt.signature, attempt.hashAlgo) !== true) return attempt.reject();
        attempt.accept();
      });
      connection.on('session', (accept) => accept().on('exec', (start, _reject, { command }) => (command === 'docker system dial-stdio' ? door.through(start()) : start().exit(127))));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return door;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    for (const connection of this.connections) connection.end();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private through(near: Duplex): void {
    const far = connect({ path: '/var/run/docker.sock', allowHalfOpen: true });
    this.sockets.add(far);
    for (const stream of [near, far]) stream.on('error', () => undefined).on('close', () => (near.destroy(), far.destroy(), this.sockets.delete(far)));
    near.pipe(far).pipe(near);
  }
}
