import Docker from 'dockerode';
import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SANDBOX_PROFILE } from '../../src/adapters/docker/profile.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { testDatabase } from '../support/postgres.js';
import { testImages } from '../support/images.js';
import { testHost } from '../support/sandbox.js';
import { hostBench } from '../verdicts/host-bench.js';
import { MOMENTS, tryMoments } from './moments.js';
import { THROUGH } from './probe.js';
import { TABLE } from './table/table.js';
import { tryProbe } from './try-probe.js';
import { startWorld, type World } from './world.js';

jest.setTimeout(300_000);

/** One of each kind of wall; `npm run verify:walls` tries them all. */
const CHOSEN = [
  'network: a neighbour container that listens',
  'processes: a fork bomb',
  'verdict: writes records of a good run into our stream',
  'verdict: makes every comparison hold',
  'verdict: rewrites its frozen tests on disk, by Odoo’s own file_open',
  'names: a module called sale, like an app of Odoo',
];

const python = createPythonChecker();
let world: World;
beforeAll(async () => {
  world = await startWorld(testImages().sandbox);
});
afterAll(() => Promise.all([world?.end(), python.close()]));

test('hostile modules of each kind are contained, ended in time, and told as what they are', async () => {
  const chosen = CHOSEN.map((title) => TABLE.find((each) => each.title === title)!);
  expect(chosen).not.toContain(undefined);
  // Other tests want the cores too; to what a busy host needs `npm run verify:walls` holds them.
  const probes = chosen.map((probe) => ({ ...probe, withinSeconds: 3 * probe.withinSeconds }));
  const bench = hostBench(testHost(), python, new SandboxModuleTester(openMcpBrowser));
  const wrong: unknown[] = [];
  const waiting = [...probes];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const row = await tryProbe(bench, next, world.neighbour);
      if (row.wrong.length > 0) wrong.push([next.title, row.wrong]);
    }
  };
  await Promise.all([lane(), lane()]);
  expect(wrong).toEqual([]);
});

test('the probe of a neighbour gets through where the wall is not: the walls stop it, and not the probe itself', async () => {
  const probe = TABLE.find(({ title }) => title === CHOSEN[0])!;
  const code = String(probe.files.find(({ path }) => path === 'tests/test_acceptance.py')?.content).split('test_ac_2_pages_start_at_zero(self):\n')[1]!;
  const script = code.split('\n').map((line) => line.slice(8)).join('\n').replaceAll('{neighbour}', world.neighbour);
  const run = async (network: string): Promise<string> => {
    const docker = new Docker();
    const { AutoRemove: _, ...profile } = SANDBOX_PROFILE;
    const container = await docker.createContainer({ Image: testImages().sandbox, Entrypoint: ['python3', '-c', script], Cmd: [], User: 'odoo', Tty: true, Labels: { 'io.odoo-module-builder.role': 'walls' }, HostConfig: { ...profile, NetworkMode: network } });
    try {
      await container.start();
      await container.wait();
      return (await container.logs({ stdout: true, stderr: true })).toString();
    } finally {
      await container.remove({ force: true, v: true });
    }
  };
  expect(await run(SANDBOX_PROFILE.NetworkMode)).toMatch(/Network is unreachable/);
  expect(await run(world.network)).toContain(THROUGH);
});

test('a process that is killed in the middle of a test, or while an Odoo to try comes up, leaves nothing for longer than a minute', async () => {
  const database = await testDatabase();
  try {
    const moments = [MOMENTS[4]!, MOMENTS[8]!];
    const deaths = await tryMoments({ database, image: testImages().sandbox }, moments, () => undefined);
    expect(deaths.map(({ still }) => still)).toEqual([[], []]);
    // Else nothing has been shown.
    expect(deaths.flatMap(({ left }) => left)).toEqual(expect.arrayContaining(['container', 'volume', 'slot']));
  } finally {
    await database.close();
  }
});
