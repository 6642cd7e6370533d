import { spawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Pool } from 'pg';
import type { App } from '../../src/app/app.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { SandboxLiveOdoo } from '../../src/adapters/odoo/uat-odoo.js';
import { installationId } from '../../src/adapters/postgres/installation.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { readConfig } from '../../src/config.js';
import type { TestDatabase } from '../support/postgres.js';
import { uatApp } from '../support/uat-app.js';
import { ROOT } from '../verdicts/modules.js';
import { sessionBefore } from '../support/uat-session.js';
import { line } from './print-table.js';

/** When the process dies: so long after it has said this. */
export interface Moment {
  readonly stage: 'testing' | 'opening_uat';
  readonly after: RegExp;
  readonly milliseconds: number;
}

export const MOMENTS: readonly Moment[] = [
  { stage: 'testing', after: /^here$/, milliseconds: 0 },
  { stage: 'testing', after: /^Waiting for a free place/, milliseconds: 0 },
  { stage: 'testing', after: /^Starting a sandbox/, milliseconds: 0 },
  { stage: 'testing', after: /^Starting a sandbox/, milliseconds: 400 },
  { stage: 'testing', after: /^Installing the module in a fresh Odoo/, milliseconds: 0 },
  { stage: 'testing', after: /^Running the test/, milliseconds: 0 },
  { stage: 'testing', after: /^Opening the pages/, milliseconds: 500 },
  { stage: 'opening_uat', after: /^Starting an Odoo of its own/, milliseconds: 0 },
  { stage: 'opening_uat', after: /^Starting an Odoo of its own/, milliseconds: 700 },
  { stage: 'opening_uat', after: /^Starting an Odoo of its own/, milliseconds: 1400 },
  { stage: 'opening_uat', after: /^Installing the module in the Odoo to try/, milliseconds: 500 },
  { stage: 'opening_uat', after: /^Waiting for the Odoo to answer/, milliseconds: 1000 },
];

/** From the death to the last trace. */
export const GONE_SECONDS = 60;
/** As the workflow Session Maintenance does it. */
const REAP_EVERY_MS = 15_000;

export interface Death {
  readonly moment: Moment;
  /** What there was when the process died, in words. */
  readonly left: readonly string[];
  /** What was still there when the time was up. */
  readonly still: readonly string[];
  /** Seconds until nothing of the session was there. */
  readonly seconds: number | null;
}

export interface MomentsWorld {
  readonly database: TestDatabase;
  readonly image: string;
}

/** Kills a process of its own at each moment, and lets a second one clean up, as a second n8n would. */
export async function tryMoments(world: MomentsWorld, moments: readonly Moment[], note: (text: string) => void): Promise<Death[]> {
  const uatRoot = `/tmp/omb-moments-${process.pid}`;
  await mkdir(uatRoot, { recursive: true });
  const env = { ...process.env, OMB_SANDBOX_IMAGE: world.image, OMB_UAT_SOCKET_ROOT: uatRoot, OMB_TEST_SLOTS: '16', OMB_UAT_SLOTS: '16', OMB_LOG_LEVEL: 'silent' };
  const host = new DockerSandboxHost({ name: 'local', installation: await installationId(world.database.pool), connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image: world.image, uatSocketRoot: uatRoot, clock: systemClock });
  const second = uatApp(world.database, readConfig(env), host, new SandboxLiveOdoo());
  const reaper = new AbortController();
  const reaping = reapEvery(second, reaper.signal);
  try {
    const watched: Promise<Death>[] = [];
    for (const moment of moments) {
      const { id } = await sessionBefore(second, moment.stage);
      await killAt(moment, world.database.url, id, env);
      const look = (): Promise<readonly Trace[]> => tracesOf(world.database.pool, id, moment.stage, uatRoot);
      const left = await look();
      watched.push(untilGone(moment, left, look).then((death) => {
        note(line(cells(death)));
        return death;
      }));
    }
    const deaths = await Promise.all(watched);
    const orphans = await readdir(uatRoot);
    if (orphans.length > 0) throw new Error(`directories are left behind that no container knows: ${orphans.join(', ')}`);
    return deaths;
  } finally {
    reaper.abort();
    await reaping;
    await rm(uatRoot, { recursive: true, force: true });
  }
}

async function reapEvery(app: App, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await app.pool?.reap();
    await sleep(REAP_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Resolves when the process is dead. @throws Error when it ended before its moment */
async function killAt({ stage, after, milliseconds }: Moment, databaseUrl: string, sessionId: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/test/walls/worker.js'), databaseUrl, sessionId, stage], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const dead = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  for await (const said of createInterface({ input: child.stdout })) {
    if (!after.test(said)) continue;
    await sleep(milliseconds);
    child.kill('SIGKILL');
    break;
  }
  if ((await dead) !== 'SIGKILL') throw new Error(`the process ended by itself and never said ${String(after)}`);
}

/** One thing of a session: what it is, and how it is looked for after the session's labels are gone with its container. */
interface Trace {
  readonly what: string;
  readonly name: string;
}

async function tracesOf(pool: Pool, sessionId: string, stage: Moment['stage'], uatRoot: string): Promise<readonly Trace[]> {
  const docker = new Docker();
  const of = async (label: string): Promise<Docker.ContainerInfo[]> => docker.listContainers({ all: true, filters: { label: [label] } });
  const containers = await of(`io.odoo-module-builder.session=${sessionId}`);
  // They bear no session's name, and only an Odoo to try has a directory.
  const hands = stage === 'testing' ? [] : (await of('io.odoo-module-builder.role=socket-directory')).filter(({ Mounts }) => Mounts.some(({ Source }) => Source === uatRoot));
  const slots = await pool.query<{ lease_id: string }>('SELECT lease_id FROM omb.sandbox_slot WHERE session_id = $1', [sessionId]);
  const instances = await pool.query<{ slug: string }>('SELECT slug FROM omb.uat_instance WHERE session_id = $1', [sessionId]);
  const slugs = new Set(containers.map(({ Labels }) => Labels['io.odoo-module-builder.slug']));
  const directories = (await readdir(uatRoot)).filter((name) => slugs.has(name));
  return [
    ...containers.map(({ Id }) => ({ what: 'container', name: Id })),
    ...hands.map(({ Id }) => ({ what: 'container', name: Id })),
    ...containers.flatMap(({ Mounts }) => Mounts.filter(({ Type }) => Type === 'volume').map(({ Name }) => ({ what: 'volume', name: Name ?? '' }))),
    ...directories.map((name) => ({ what: 'directory', name })),
    ...slots.rows.map(({ lease_id: name }) => ({ what: 'slot', name })),
    ...instances.rows.map(({ slug: name }) => ({ what: 'link', name })),
  ];
}

async function untilGone(moment: Moment, left: readonly Trace[], look: () => Promise<readonly Trace[]>): Promise<Death> {
  const began = performance.now();
  const docker = new Docker();
  const known = new Map(left.map((trace) => [trace.name, trace]));
  for (;;) {
    for (const trace of await look()) known.set(trace.name, trace);
    const volumes = new Set((await docker.listVolumes()).Volumes.map(({ Name }) => Name));
    const now = await look();
    const still = [...known.values()].filter(({ what, name }) => (what === 'volume' ? volumes.has(name) : now.some((trace) => trace.name === name)));
    const seconds = (performance.now() - began) / 1000;
    if (still.length === 0 && now.length === 0) return { moment, left: words(left), still: [], seconds };
    if (seconds > GONE_SECONDS) return { moment, left: words(left), still: words(still), seconds: null };
    await sleep(1000);
  }
}

const words = (traces: readonly Trace[]): string[] => [...new Set(traces.map(({ what }) => what))];

const cells = ({ moment: { stage, after, milliseconds }, left, still, seconds }: Death): string[] => [
  seconds === null ? '✗' : '✓',
  stage,
  `${after.source.replaceAll(/[\^$]/g, '')} + ${milliseconds} ms`,
  left.join(', ') || 'nothing yet',
  still.join(', ') || 'nothing',
  seconds === null ? `more than ${GONE_SECONDS}` : seconds.toFixed(0),
];

/** What was left by processes that were killed, in Markdown. */
export function printDeaths(deaths: readonly Death[]): string {
  const columns = ['ok', 'stage', 'killed after', 'there then', 'left after 60 s', 'gone after (s)'];
  return [line(columns), line(columns.map(() => '---')), ...deaths.map((death) => line(cells(death)))].join('\n');
}
