import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A socket that leads to this machine's Docker while it is open; closing it cuts every connection, as a daemon that dies does. */
export class DockerDoor {
  private server: Server | null = null;
  private readonly connections = new Set<Socket>();

  constructor(readonly path: string) {}

  async open(): Promise<void> {
    // Half-open: a client ends its side of an exec when it has sent its input, and goes on reading.
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ path: '/var/run/docker.sock', allowHalfOpen: true });
      for (const socket of [near, far]) {
        this.connections.add(socket);
        socket.on('error', () => undefined).on('close', () => {
          this.connections.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((done) => server.listen(this.path, done));
    this.server = server;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const socket of this.connections) socket.destroy();
    await closed;
    await rm(this.path, { force: true });
  }
}
