import { randomBytes } from 'node:crypto';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { testImages } from './images.js';

/** This machine's Docker as a sandbox host; every test gives its sandboxes a session of its own. */
export function testHost(image = testImages().sandbox, uatSocketRoot = '/tmp/omb-test-uat'): DockerSandboxHost {
  return new DockerSandboxHost({ name: 'local', installation: `test-${process.pid}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, uatSocketRoot, clock: systemClock });
}

/** What is over is taken by whoever reaps, tests beside this one too: nothing may be over before it is open. */
export const LONGER_THAN_OPENING_MS = 15_000;

export const newSessionId = (): string => `test-${randomBytes(6).toString('hex')}`;

/** A sandbox for the time of `work`, with these apps of Odoo in its templates. */
export async function inSandbox<T>(work: (sandbox: Sandbox) => Promise<T>, apps: readonly string[] = []): Promise<T> {
  const sandbox = await testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000), apps });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.destroy();
  }
}
