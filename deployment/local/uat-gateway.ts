import { chmod, mkdir } from 'node:fs/promises';
import Docker from 'dockerode';
import pRetry, { AbortError } from 'p-retry';

export interface UatGatewayOptions {
  /** From ensureImages(). */
  readonly image: string;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** OMB_UAT_SOCKET_ROOT; made if missing. */
  readonly socketRoot: string;
  /** The product's OMB_UAT_DOMAIN, OMB_UAT_SCHEME and OMB_FRONTEND_ORIGIN. */
  readonly domain: string;
  readonly scheme: 'http' | 'https';
  readonly frontendOrigin: string;
  readonly docker?: Docker;
}

export interface UatGateway {
  readonly containerId: string;
  stop(): Promise<void>;
}

const MIB = 1024 * 1024;
const READY_MS = 20_000;

/** The UAT gateway's nginx as a container; resolves when it answers on its port. */
export async function startUatGateway(options: UatGatewayOptions): Promise<UatGateway> {
  const docker = options.docker ?? new Docker();
  await mkdir(`${options.socketRoot}/_gateway`, { recursive: true });
  // nginx is another user: it may pass through, nobody may list. Who does not know a slug finds no socket.
  await chmod(options.socketRoot, 0o711);
  const container = await docker.createContainer({
    Image: options.image,
    Env: [`OMB_UAT_DOMAIN=${options.domain}`, `OMB_UAT_SCHEME=${options.scheme}`, `OMB_FRONTEND_ORIGIN=${options.frontendOrigin}`],
    Labels: { 'io.odoo-module-builder.role': 'uat-gateway' },
    ExposedPorts: { '8080/tcp': {} },
    HostConfig: {
      Binds: [`${options.socketRoot}:/run/uat:ro`],
      PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(options.port) }] },
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Tmpfs: { '/tmp': 'mode=1777,size=256m' },
      Memory: 256 * MIB,
      PidsLimit: 64,
      AutoRemove: true,
    },
  });
  const stop = async (): Promise<void> => {
    await container.remove({ force: true, v: true }).catch((error: unknown) => {
      if (![404, 409].includes((error as { statusCode?: number }).statusCode ?? 0)) throw error;
    });
  };
  try {
    await container.start();
    await untilAnswering(container, options.port);
    return { containerId: container.id, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAnswering(container: Docker.Container, port: number): Promise<void> {
  const ask = async (): Promise<void> => {
    const answer = await fetch(`http://127.0.0.1:${port}/__gateway/health`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (answer?.ok) return;
    const running = await container.inspect().then((info) => info.State.Running, () => false);
    if (!running) throw new AbortError('The container of the UAT gateway ended: is one of OMB_UAT_DOMAIN, OMB_UAT_SCHEME, OMB_FRONTEND_ORIGIN wrong?');
    throw new Error(`The UAT gateway does not answer on 127.0.0.1:${port}.`);
  };
  await pRetry(ask, { retries: 1000, minTimeout: 20, factor: 2, maxTimeout: 500, maxRetryTime: READY_MS });
}
