import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { DockerSandboxHost } from '../../../src/adapters/docker/host.js';
import { systemClock } from '../../../src/adapters/system-clock.js';
import { containersOf } from '../../support/docker.js';
import { testImages } from '../../support/images.js';
import { LONGER_THAN_OPENING_MS, newSessionId } from '../../support/sandbox.js';

const host = (name: string): DockerSandboxHost =>
  new DockerSandboxHost({
    name: 'local', installation: `test-${name}-${randomBytes(4).toString('hex')}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' },
    image: testImages().sandbox, uatSocketRoot: '/tmp/omb-test-uat', clock: systemClock,
  });
const inMs = (ms: number): Date => new Date(Date.now() + ms);

test('two installations on one Docker host neither see nor reap each other’s sandboxes', async () => {
  const [mine, theirs] = [host('a'), host('b')];
  const sessionId = newSessionId();
  const sandbox = await mine.open({ sessionId, purpose: 'test', fence: 1, expiresAt: inMs(600_000) });
  try {
    expect(await theirs.list()).toEqual([]);
    expect(await theirs.attach(sandbox.id)).toBeNull();
    expect((await theirs.reap(async () => false)).map(({ id }) => id)).not.toContain(sandbox.id);
    expect(await theirs.destroySession(sessionId)).toBe(0);
    expect(await containersOf(sessionId)).toHaveLength(1);
    expect(await mine.reap(async () => false)).toMatchObject([{ id: sandbox.id, sessionId }]);
    expect(await containersOf(sessionId)).toEqual([]);
  } finally {
    await sandbox.destroy();
  }
});

test('what an installation that is gone left behind is reaped by any other, once it has expired', async () => {
  const [gone, other] = [host('a'), host('b')];
  const sessionId = newSessionId();
  const expiresAt = inMs(LONGER_THAN_OPENING_MS);
  const sandbox = await gone.open({ sessionId, purpose: 'test', fence: 1, expiresAt });
  try {
    await sleep(expiresAt.getTime() - Date.now() + 1);
    expect(await other.reap(async () => true)).toContainEqual(expect.objectContaining({ sessionId }));
  } finally {
    await sandbox.destroy();
  }
});

test('a sandbox that somebody ends while a command runs is told as lost, not as a command that was killed', async () => {
  const sandbox = await host('a').open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: inMs(600_000) });
  try {
    const run = sandbox.exec({ command: ['sleep', '60'], user: 'odoo', timeoutMs: 60_000 });
    run.catch(() => undefined);
    await sandbox.exec({ command: ['true'], user: 'odoo', timeoutMs: 60_000 });
    await new Docker().getContainer(sandbox.id).remove({ force: true, v: true });
    await expect(run).rejects.toMatchObject({ kind: 'transient', code: 'sandbox_lost' });
    await expect(sandbox.exec({ command: ['true'], user: 'odoo', timeoutMs: 60_000 })).rejects.toMatchObject({ code: 'sandbox_lost' });
  } finally {
    await sandbox.destroy();
  }
});

test('a command that is killed in a sandbox that lives on is told with its exit code', async () => {
  const sandbox = await host('a').open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: inMs(600_000) });
  try {
    expect(await sandbox.exec({ command: ['sh', '-c', 'kill -KILL $$'], user: 'odoo', timeoutMs: 60_000 })).toMatchObject({ exitCode: 137 });
  } finally {
    await sandbox.destroy();
  }
});
