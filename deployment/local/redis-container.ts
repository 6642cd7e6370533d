import Docker from 'dockerode';
import { Redis } from 'ioredis';
import pRetry from 'p-retry';
import { freePort } from './ports.js';

export interface LocalRedis {
  readonly host: string;
  readonly port: number;
  /** Ends it at once and starts it again at the same port, empty: nothing is kept on a disk. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 20_000;
/** It has nothing to write out. */
const STOP_SECONDS = 1;

/**
 * Redis in a container of our image on 127.0.0.1; ready when it answers itself. It is gone after `stop()`, and with it all
 * that it holds. One of the same name, which a killed run has left behind, goes first.
 */
export async function startRedis(image: string, name: string): Promise<LocalRedis> {
  const docker = new Docker();
  await docker.getContainer(name).remove({ force: true }).catch((error: unknown) => {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  });
  const port = await freePort();
  const container = await docker.createContainer({
    name,
    Image: image,
    Labels: { 'io.odoo-module-builder.role': 'redis' },
    ExposedPorts: { '6379/tcp': {} },
    HostConfig: { PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] }, ReadonlyRootfs: true, Tmpfs: { '/tmp': 'mode=1777,size=16m' }, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] },
  });
  const stop = async (): Promise<void> => void (await container.remove({ force: true }));
  // Asked from here: a health check in the container is a process of the engine's runtime each second, for as long as Redis runs.
  const untilItAnswers = (): Promise<void> =>
    pRetry(
      async () => {
        // What goes wrong is told by the ping.
        const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
        client.on('error', () => undefined);
        try {
          await client.ping();
        } finally {
          client.disconnect();
        }
      },
      { retries: 1000, factor: 1, minTimeout: 100, maxRetryTime: READY_MS },
    ).catch(async (cause: unknown) => {
      const { State } = await container.inspect();
      throw new Error(`Redis did not come up within ${READY_MS / 1000} s: its container is ${State.Status}`, { cause });
    });
  try {
    await container.start();
    await untilItAnswers();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: '127.0.0.1',
    port,
    async restart() {
      await container.restart({ t: STOP_SECONDS });
      await untilItAnswers();
    },
    stop,
  };
}
