import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { testModule } from '../src/app/test-module.js';
import type { App } from '../src/app/app.js';
import type { Session } from '../src/domain/session.js';
import type { Verdict } from '../src/domain/verdict.js';
import { prepareSessions, type PreparedSession } from './prepared-sessions.js';
import type { Bench, Section } from './section.js';
import { percentile } from './statistics.js';
import { libraryExample, writtenSession } from './subjects.js';
import { seconds, table } from './table.js';

const AT_ONCE = [1, 2, 4, 8, 16] as const;
/** Verdicts of a row, as many as the most at once: all rows pay alike for sandboxes that are taken down and for the last ones, beside which nobody works. */
const EACH = 16;
/** Between two who come: the order in which they came is known. */
const APART_MS = 500;
const MIB = 2 ** 20;

interface Round {
  readonly atOnce: number;
  readonly perMinute: number;
  readonly green: number;
  /** From coming to the verdict, milliseconds. */
  readonly times: readonly number[];
  /** How many places the unluckiest was served later than it came. */
  readonly overtaken: number;
  readonly memory: Memory;
}

interface Memory {
  /** Most that one sandbox held, bytes. */
  readonly sandbox: number;
  /** Most that all of the host held beyond what it held before. */
  readonly host: number;
}

/** Verdicts with every check where so many sessions are always there at once: nobody fails, and who came first is served first. */
export async function throughput(bench: Bench): Promise<Section> {
  const environment = await bench.environment();
  const { app } = environment;
  const library = await libraryExample(bench.root);
  const model = await writtenSession(app, library);
  const rounds: Round[] = [];
  for (const atOnce of AT_ONCE) {
    bench.progress.start(`${atOnce} at once`);
    rounds.push(await round(app, model, atOnce));
  }
  bench.progress.done();
  return section(rounds, app.config.OMB_TEST_SLOTS);
}

/** Whoever is through makes place for the next one, until there is none. */
async function round(app: App, model: Session, atOnce: number): Promise<Round> {
  const watch = new MemoryWatch();
  await watch.begin();
  const began = performance.now();
  const done: Served[] = [];
  let coming = EACH;
  await Promise.all(Array.from({ length: atOnce }, async (_, line) => {
    await sleep(line * APART_MS);
    while (coming > 0) {
      coming -= 1;
      done.push(await served(app, model));
    }
  }));
  const whole = performance.now() - began;
  const memory = await watch.end();
  const inOrder = done.toSorted((a, b) => a.came - b.came).map(({ servedAt }, at) => ({ servedAt, at })).toSorted((a, b) => a.servedAt - b.servedAt);
  return {
    atOnce,
    perMinute: (EACH / whole) * 60_000,
    green: done.filter(({ green }) => green).length,
    times: done.map(({ ms }) => ms),
    overtaken: Math.max(...inOrder.map(({ at }, place) => place - at)),
    memory,
  };
}

interface Served {
  readonly green: boolean;
  readonly ms: number;
  /** On the clock of `performance.now()`. */
  readonly came: number;
  readonly servedAt: number;
}

async function served(app: App, model: Session): Promise<Served> {
  // One that waited here for its turn would be found by the sweeper, and tested by the stack beside.
  const [{ id }] = (await prepareSessions(app, model, 'testing', 1)) as [PreparedSession];
  const came = performance.now();
  const tested = await testModule(app, id);
  const ms = performance.now() - came;
  await app.store.apply(id, { type: 'cancel' });
  const report = await app.artifacts.get(id, tested?.report ?? '');
  const verdict = report === null ? null : (JSON.parse(Buffer.from(report.bytes).toString('utf8')) as Verdict);
  return { green: verdict?.green === true, ms, came, servedAt: came + (verdict?.durations['acquire'] ?? 0) };
}

/** Asks Docker and the kernel every second. */
class MemoryWatch {
  private readonly docker = new Docker();
  private before = 0;
  private sandbox = 0;
  private host = 0;
  private over = false;
  private watching: Promise<void> = Promise.resolve();

  async begin(): Promise<void> {
    this.before = await used();
    this.watching = this.watch();
  }

  async end(): Promise<Memory> {
    this.over = true;
    await this.watching;
    return { sandbox: this.sandbox, host: this.host - this.before };
  }

  private async watch(): Promise<void> {
    while (!this.over) {
      this.host = Math.max(this.host, await used());
      const running = await this.docker.listContainers({ filters: { label: ['io.odoo-module-builder.role=sandbox'] } });
      for (const { Id } of running) {
        const stats = await this.docker.getContainer(Id).stats({ stream: false, 'one-shot': true }).catch(() => null);
        const { usage = 0, stats: detail } = stats?.memory_stats ?? {};
        // What the kernel could take back at once is not held.
        this.sandbox = Math.max(this.sandbox, usage - (detail?.total_inactive_file ?? detail?.inactive_file ?? 0));
      }
      await sleep(1000);
    }
  }
}

/** Memory in use on this machine, bytes. */
async function used(): Promise<number> {
  const info = await readFile('/proc/meminfo', 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(info)?.[1] ?? 0) * 1024;
  return of('MemTotal') - of('MemAvailable');
}

function section(rounds: readonly Round[], slots: number): Section {
  const atTwo = rounds.find(({ atOnce }) => atOnce === 2)?.perMinute ?? 0;
  const later = rounds.filter(({ atOnce }) => atOnce > 2);
  return {
    title: `Throughput, ${slots} test slots`,
    tables: [
      table(
        ['at once', 'verdicts a minute', 'green', 'p50', 'p95', 'served later than came by', 'memory of a sandbox', 'of the host'],
        rounds.map(({ atOnce, perMinute, green, times, overtaken, memory }) => [atOnce, perMinute.toFixed(1), `${green} of ${EACH}`, seconds(percentile(times, 0.5)), seconds(percentile(times, 0.95)), overtaken, `${Math.round(memory.sandbox / MIB)} MiB`, `${Math.round(memory.host / MIB)} MiB`]),
      ),
    ],
    goals: [
      { goal: 'nobody fails', measured: `${rounds.reduce((sum, { green }) => sum + green, 0)} of ${rounds.length * EACH} green`, met: rounds.every(({ green }) => green === EACH) },
      { goal: 'verdicts a minute do not fall below the value at 2 (by more than 5 %)', measured: later.map(({ atOnce, perMinute }) => `${(perMinute / atTwo).toFixed(2)} at ${atOnce}`).join(', '), met: later.every(({ perMinute }) => perMinute >= atTwo * 0.95) },
      { goal: 'served in the order in which they came, but for one place of a slot', measured: `${Math.max(...rounds.map(({ overtaken }) => overtaken))} places late at most`, met: rounds.every(({ overtaken }) => overtaken < slots) },
    ],
  };
}
