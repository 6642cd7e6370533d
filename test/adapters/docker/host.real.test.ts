import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { packTar } from '../../../src/adapters/docker/tar.js';
import { DockerSandboxHost } from '../../../src/adapters/docker/host.js';
import { newUatSlug } from '../../../src/app/uat-address.js';
import { systemClock } from '../../../src/adapters/system-clock.js';
import type { SandboxPurpose } from '../../../src/ports/sandbox.js';
import { containersOf } from '../../support/docker.js';
import { testImages } from '../../support/images.js';
import { LONGER_THAN_OPENING_MS, newSessionId, testHost } from '../../support/sandbox.js';

jest.setTimeout(90_000);

const docker = new Docker();
const installation = `host-test-${process.pid}`;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'omb-host-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const hostWith = (options: { image?: string; socketPath?: string } = {}): DockerSandboxHost =>
  new DockerSandboxHost({ name: 'local', installation, connection: { kind: 'socket', socketPath: options.socketPath ?? '/var/run/docker.sock' }, image: options.image ?? testImages().sandbox, uatSocketRoot: root, clock: systemClock });
const request = (sessionId: string, purpose: SandboxPurpose = 'test', expiresInMs = 600_000) => ({ sessionId, purpose, fence: 1, expiresAt: new Date(Date.now() + expiresInMs), ...(purpose === 'uat' ? { slug: newUatSlug() } : {}) });
const volumesOf = async (id: string): Promise<string[]> => (await docker.getContainer(id).inspect()).Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name !== undefined ? [Name] : []));
const isGone = (volume: string): Promise<boolean> => docker.getVolume(volume).inspect().then(() => false, () => true);

test('ending a session leaves no container, no volume and no directory of it, and touches no other', async () => {
  const host = hostWith();
  const [mine, other] = [newSessionId(), newSessionId()];
  const [tested, live, foreign] = await Promise.all([host.open(request(mine)), host.open(request(mine, 'uat')), host.open(request(other, 'uat'))]);
  const volumes = (await Promise.all([tested, live].map(({ id }) => volumesOf(id)))).flat();
  expect([volumes.length, (await readdir(root)).length]).toEqual([2, 2]);
  expect((await host.list({ sessionId: mine })).map(({ purpose }) => purpose).toSorted()).toEqual(['test', 'uat']);
  expect(await host.attach(tested.id)).not.toBeNull();

  expect(await host.destroySession(mine, 'uat')).toBe(1);
  expect((await host.list({ sessionId: mine })).map(({ id }) => id)).toEqual([tested.id]);
  expect(await host.destroySession(mine)).toBe(1);
  expect([await containersOf(mine), await Promise.all(volumes.map(isGone)), (await readdir(root)).length]).toEqual([[], [true, true], 1]);
  expect([await host.attach(tested.id), await host.destroySession(mine)]).toEqual([null, 0]);

  expect(await foreign.exec({ command: ['true'], user: 'odoo', timeoutMs: 10_000 })).toMatchObject({ exitCode: 0 });
  await foreign.destroy();
  await foreign.destroy();
  expect([await containersOf(other), await readdir(root)]).toEqual([[], []]);
});

test('the reaper ends what its label says is over, and what nobody leases, and leaves the rest', async () => {
  const host = hostWith();
  const [over, leased, forgotten] = [newSessionId(), newSessionId(), newSessionId()];
  // Waited for: a clock that goes fast would end the sandboxes of tests beside this one, too.
  const ending = request(over, 'uat', LONGER_THAN_OPENING_MS);
  await Promise.all([ending, request(leased), request(forgotten)].map((each) => host.open(each)));
  await sleep(ending.expiresAt.getTime() - Date.now() + 1);
  const taken = (await host.reap(async ({ sessionId }) => sessionId !== forgotten)).map(({ sessionId }) => sessionId);
  // What is over of somebody else's goes as well.
  expect(taken.filter((id) => id === over || id === leased || id === forgotten).toSorted()).toEqual([over, forgotten].toSorted());
  expect([await containersOf(over), (await containersOf(leased)).length, await containersOf(forgotten), await readdir(root)]).toEqual([[], 1, [], []]);
  await host.destroySession(leased);
});

test('a container that everybody forgot is ended by the engine itself, some time after its expiry', async () => {
  const host = hostWith();
  const sandbox = await host.open(request(newSessionId(), 'test', 30_000));
  const { Config, HostConfig } = await docker.getContainer(sandbox.id).inspect();
  await sandbox.destroy();
  const words = [...(Config.Entrypoint as string[])];
  expect(words.slice(-4, -1)).toEqual(['timeout', '--signal=INT', '--kill-after=10']);
  expect(Number(words.at(-1))).toBeGreaterThan(30 + 100);
  expect(Number(words.at(-1))).toBeLessThan(30 + 125);
  expect([HostConfig.AutoRemove, HostConfig.RestartPolicy?.Name]).toEqual([true, 'no']);
});

test('an image that is not there is told as such, and nothing is made', async () => {
  const host = hostWith({ image: 'omb-sandbox:never-built' });
  const sessionId = newSessionId();
  await expect(host.open(request(sessionId, 'uat'))).rejects.toMatchObject({ kind: 'transient', code: 'sandbox_image_missing', message: expect.stringContaining('omb-sandbox:never-built') });
  expect([await containersOf(sessionId), await readdir(root)]).toEqual([[], []]);
  expect(await host.ping()).toMatchObject({ imagePresent: false, cpus: expect.any(Number) });
});

test('a host that is away is told as such, by whatever is asked of it', async () => {
  const host = hostWith({ socketPath: join(root, 'no-docker.sock') });
  const away = { kind: 'transient', code: 'docker_unreachable' };
  await expect(host.ping()).rejects.toMatchObject(away);
  await expect(host.open(request(newSessionId()))).rejects.toMatchObject(away);
  await expect(host.list()).rejects.toMatchObject(away);
  await expect(host.destroySession(newSessionId())).rejects.toMatchObject(away);
  await expect(host.reap(async () => true)).rejects.toMatchObject(away);
});

test('one whose opening is given up is gone', async () => {
  const host = hostWith();
  const stopped = new AbortController();
  const { sessionId, ...rest } = request(newSessionId(), 'uat');
  const opening = host.open({ sessionId, ...rest, signal: stopped.signal });
  const given = new Error('cancelled');
  const watch = setInterval(() => void containersOf(sessionId).then((found) => found.length > 0 && stopped.abort(given)), 30);
  await expect(opening).rejects.toBe(given);
  clearInterval(watch);
  expect([await containersOf(sessionId), await readdir(root)]).toEqual([[], []]);
});

test('a sandbox image that one host hands out is the same on the host that takes it in', async () => {
  const tag = { repo: 'omb-copied', tag: newSessionId() };
  const image = `${tag.repo}:${tag.tag}`;
  const host = testHost(image);
  expect(await host.imageDigest()).toBeNull();
  const files = await packTar([{ path: 'etc/sandbox', content: tag.tag }]);
  // The engine goes on until its words are read.
  await text(await docker.importImage(Readable.from([files]), tag));
  const digest = await host.imageDigest();
  const tar = await buffer(await host.exportImage());
  await docker.getImage(image).remove();
  expect(await host.imageDigest()).toBeNull();
  await host.importImage(Readable.from([tar]));
  expect(await host.imageDigest()).toBe(digest);
  await docker.getImage(image).remove();
  // An engine may take half a tar without a word: what counts is the digest afterwards.
  await host.importImage(Readable.from([tar.subarray(0, tar.length / 3)])).catch(() => undefined);
  expect(await host.imageDigest()).toBeNull();
});
