import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { freePort } from '../../deployment/local/ports.js';
import { startUatGateway, type UatGateway } from '../../deployment/local/uat-gateway.js';
import { newUatSlug } from '../../src/app/uat-address.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { testImages } from '../support/images.js';
import { newSessionId, testHost } from '../support/sandbox.js';

const docker = new Docker();
const SLUGS = [newUatSlug(), newUatSlug()] as const;
let root: string;
let gateway: UatGateway;
const sandboxes: Sandbox[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'omb-mounts-'));
  gateway = await startUatGateway({ image: testImages().uatGateway, port: await freePort(), socketRoot: root, domain: 'uat.localhost', scheme: 'http', frontendOrigin: '' });
  const host = testHost(testImages().sandbox, root);
  for (const slug of SLUGS) sandboxes.push(await host.open({ sessionId: newSessionId(), purpose: 'uat', slug, fence: 1, expiresAt: new Date(Date.now() + 300_000) }));
  for (const sandbox of sandboxes) await sandbox.exec({ user: 'relay', command: ['sh', '-c', 'omb-relay >/dev/null 2>&1 & until [ -S /run/uat/http.sock ]; do sleep 0.05; done'], timeoutMs: 10_000 });
}, 120_000);

afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.destroy();
  await gateway?.stop();
  await rm(root, { recursive: true, force: true });
}, 60_000);

const mountsOf = async (id: string): Promise<string[]> => (await docker.getContainer(id).inspect()).Mounts.map(({ Type, Source, Destination, RW }) => `${Type} ${Type === 'bind' ? Source : 'anonymous'} ${Destination} ${RW ? 'rw' : 'ro'}`).sort();

test('no container of the product has the Docker socket: a sandbox has its database and its own socket directory, the gateway their parent, read only', async () => {
  for (const [index, sandbox] of sandboxes.entries()) expect(await mountsOf(sandbox.id)).toEqual([`bind ${root}/${SLUGS[index]} /run/uat rw`, 'volume anonymous /var/lib/postgresql/data rw']);
  expect(await mountsOf(gateway.containerId)).toEqual([`bind ${root} /run/uat ro`]);
});

test('nothing in a sandbox answers as Docker does', async () => {
  const [sandbox] = sandboxes;
  const found = await sandbox?.exec({ user: 'odoo', command: ['sh', '-c', 'find / -xdev -name "*docker*.sock" 2>/dev/null; ls -d /var/run/docker.sock /run/docker.sock 2>/dev/null; true'], timeoutMs: 30_000 });
  expect(found?.stdout).toBe('');
}, 40_000);

test('a sandbox sees its own UAT socket and no other’s', async () => {
  for (const [index, sandbox] of sandboxes.entries()) {
    const listed = await sandbox.exec({ user: 'relay', command: ['ls', '-A', '/run/uat'], timeoutMs: 10_000 });
    expect(listed.stdout.trim()).toBe('http.sock');
    const mounted = await sandbox.exec({ user: 'odoo', command: ['grep', '-o', `${root}[^ ]*`, '/proc/self/mountinfo'], timeoutMs: 10_000 });
    expect(mounted.stdout.trim()).toBe(`${root}/${SLUGS[index]}`);
  }
}, 60_000);
