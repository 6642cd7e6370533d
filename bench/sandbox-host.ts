import { DockerSandboxHost } from '../src/adapters/docker/host.js';
import { systemClock } from '../src/adapters/system-clock.js';
import type { Sandbox } from '../src/ports/sandbox.js';
import type { Teardown } from './teardown.js';

/** No section takes longer. */
const LIFE_MS = 2 * 3_600_000;

export interface OpenedSandbox {
  readonly sandbox: Sandbox;
  end(): Promise<void>;
}

/** A sandbox of the bench's own, walls and all, beside those of the product that is measured. */
export async function openSandbox(image: string, teardown: Teardown, apps: readonly string[] = []): Promise<OpenedSandbox> {
  const host = new DockerSandboxHost({ name: 'local', installation: 'bench', connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, uatSocketRoot: '/tmp/omb-bench-uat', clock: systemClock });
  const sandbox = await host.open({ sessionId: 'bench-odoo', purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + LIFE_MS), apps });
  return { sandbox, end: teardown.add(() => sandbox.destroy()) };
}
