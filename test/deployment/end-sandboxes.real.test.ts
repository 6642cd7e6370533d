import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endSandboxes } from '../../deployment/local/end-sandboxes.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { installationId } from '../../src/adapters/postgres/installation.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { newUatSlug } from '../../src/app/uat-address.js';
import { containersOf } from '../support/docker.js';
import { testImages } from '../support/images.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { newSessionId } from '../support/sandbox.js';

let database: TestDatabase;
let socketRoot: string;
beforeAll(async () => {
  database = await testDatabase();
  socketRoot = await mkdtemp(join(tmpdir(), 'omb-end-'));
});
afterAll(async () => {
  await database.close();
  await rm(socketRoot, { recursive: true, force: true });
});

const host = (installation: string): DockerSandboxHost => new DockerSandboxHost({ name: 'local', connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image: testImages().sandbox, installation, uatSocketRoot: socketRoot, clock: systemClock });

test('the end of the stack takes its sandboxes along, with their socket directories, and nobody else’s', async () => {
  const [mine, theirs] = [newSessionId(), newSessionId()];
  const expiresAt = new Date(Date.now() + 600_000);
  await host(await installationId(database.pool)).open({ sessionId: mine, purpose: 'uat', slug: newUatSlug(), fence: 1, expiresAt });
  const other = await host(`test-other-${process.pid}`).open({ sessionId: theirs, purpose: 'test', fence: 1, expiresAt });
  try {
    // What has expired goes along, whoever made it: other tests have some.
    const ended = await endSandboxes({ databaseUrl: database.url, image: testImages().sandbox, socketRoot });
    expect([ended.includes(mine), ended.includes(theirs)]).toEqual([true, false]);
    expect([(await containersOf(mine)).length, (await containersOf(theirs)).length, await readdir(socketRoot)]).toEqual([0, 1, []]);
    expect(await endSandboxes({ databaseUrl: database.url, image: testImages().sandbox, socketRoot })).not.toContain(mine);
  } finally {
    await other.destroy();
  }
}, 60_000);

test('a database that was never set up has nothing to end', async () => {
  await database.pool.query('ALTER SCHEMA omb RENAME TO hidden');
  try {
    expect(await endSandboxes({ databaseUrl: database.url, image: testImages().sandbox, socketRoot })).toEqual([]);
  } finally {
    await database.pool.query('ALTER SCHEMA hidden RENAME TO omb');
  }
});
