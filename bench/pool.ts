import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensureDocker } from '../deployment/local/docker.js';
import { ensureImages } from '../deployment/local/images.js';
import { startTestRun } from '../deployment/local/test-run.js';
import { migrate } from '../src/adapters/postgres/migrate.js';
import { createPool } from '../src/adapters/postgres/pool.js';
import { PostgresSandboxPool } from '../src/adapters/postgres/sandbox-pool.js';
import { systemClock } from '../src/adapters/system-clock.js';
import { createLog } from '../src/log.js';
import type { SandboxPool } from '../src/ports/sandbox.js';
import type { Bench, Section } from './section.js';
import { SimulatedHost } from './simulated-host.js';
import { median, percentile } from './statistics.js';
import { table } from './table.js';

const HOSTS = [10, 100, 1000] as const;
const SLOTS = { OMB_TEST_SLOTS: 2, OMB_UAT_SLOTS: 8, OMB_UAT_GRACE_SECONDS: 0 };
const ACQUIRES_A_ROUND = 100;
const ROUNDS = 6;
const GOAL = 1.5;

interface Times {
  readonly hosts: number;
  /** Microseconds. */
  readonly acquire: number[];
  readonly check: number[];
}

/** What a place costs with few and with many Docker hosts: real Postgres, simulated hosts, half of all places taken. Rounds alternate. */
export async function pool(bench: Bench): Promise<Section> {
  const log = createLog('silent');
  const onProgress = (line: string): void => bench.progress.note(line);
  await bench.endEnvironment();
  bench.progress.start('Docker, images, Postgres');
  await ensureDocker({ onProgress });
  const images = await ensureImages({ root: bench.root, onProgress });
  delete process.env['DATABASE_URL'];
  const run = await startTestRun(join(bench.root, '.local', 'bench'), images.postgres, onProgress, 'bench');
  const end = bench.teardown.add(() => run.end());
  const rows: Times[] = [];
  const measured: { readonly pool: SandboxPool; readonly times: Times; close(): Promise<void> }[] = [];
  try {
    for (const hosts of HOSTS) {
      bench.progress.start(`${hosts} hosts, half of their places taken`);
      const database = createPool(await newDatabase(run.postgres.url, `pool_${hosts}`), log);
      await migrate(database, log);
      const sandboxes = new PostgresSandboxPool(database, Array.from({ length: hosts }, (_, index) => new SimulatedHost(`docker-${index + 1}`)), SLOTS, systemClock, log);
      await sandboxes.status();
      await database.query("UPDATE omb.sandbox_slot SET lease_id = gen_random_uuid(), session_id = gen_random_uuid()::text, fence = 1, expires_at = now() + interval '1 hour' WHERE slot % 2 = 0");
      await database.query('VACUUM ANALYZE');
      const times = { hosts, acquire: [], check: [] };
      rows.push(times);
      measured.push({ pool: sandboxes, times, close: () => database.end() });
      await round(sandboxes, { hosts, acquire: [], check: [] });
    }
    for (let index = 0; index < ROUNDS; index += 1) {
      bench.progress.start(`round ${index + 1} of ${ROUNDS}`);
      for (const { pool: sandboxes, times } of index % 2 === 0 ? measured : measured.toReversed()) await round(sandboxes, times);
    }
    bench.progress.done();
  } finally {
    for (const { close } of measured) await close();
    await end();
  }
  return section(rows);
}

async function newDatabase(server: string, name: string): Promise<string> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function round(sandboxes: SandboxPool, { acquire, check }: Times): Promise<void> {
  for (let index = 0; index < ACQUIRES_A_ROUND; index += 1) {
    const began = performance.now();
    const lease = await sandboxes.acquire({ sessionId: randomUUID(), purpose: 'test', ttlMs: 60_000, waitMs: 0 });
    const taken = performance.now();
    await lease.stillHeld();
    acquire.push((taken - began) * 1000);
    check.push((performance.now() - taken) * 1000);
    await sandboxes.release(lease.leaseId);
  }
}

function section(rows: readonly Times[]): Section {
  const medians = rows.map(({ acquire }) => median(acquire));
  const ratio = Math.max(...medians) / Math.min(...medians);
  const us = (value: number): string => `${Math.round(value)} µs`;
  return {
    title: 'A place for a sandbox',
    tables: [table(['hosts', 'places', 'an acquire, p50', 'p95', 'a look at its lease, p50', 'p95'], rows.map(({ hosts, acquire, check }) => [hosts, hosts * (SLOTS.OMB_TEST_SLOTS + SLOTS.OMB_UAT_SLOTS), us(median(acquire)), us(percentile(acquire, 0.95)), us(median(check)), us(percentile(check, 0.95))]))],
    goals: [{ goal: `an acquire with ${HOSTS.join(', ')} hosts: flat within ${GOAL} times`, measured: `${ratio.toFixed(2)} times (medians)`, met: ratio <= GOAL }],
  };
}
