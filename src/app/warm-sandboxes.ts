import type { Logger } from 'pino';
import type { CheckName } from '../domain/check.js';
import type { Clock } from '../ports/clock.js';
import type { ModuleTester, ReadySandbox } from '../ports/module-tester.js';
import type { PoolLease, SandboxHost, SandboxPool } from '../ports/sandbox.js';

/** Older ones are made anew: an Odoo that waited through a night is no fresh one. */
const MAX_WAIT_MS = 30 * 60_000;
const SAY_EVERY_MS = 10_000;
/** A host that could make none is asked again after this long. */
const PAUSE_AFTER_FAILURE_MS = 60_000;
/** Cores that one sandbox keeps busy while it is warmed or tests. */
const CORES_EACH = 2;

interface Warm {
  readonly host: SandboxHost;
  readonly apps: string;
  readonly ready: Promise<ReadySandbox | null>;
  readonly until: Date;
  id: string | null;
}

export interface WarmOptions {
  /** How many may wait, over all hosts. */
  readonly size: number;
  /** What they are made ready for. */
  readonly checks: ReadonlySet<CheckName>;
  /** The longest time of a test with all that belongs to it, milliseconds. */
  readonly testMs: number;
}

/** Order does not matter, and repetitions neither. */
const keyOf = (apps: readonly string[]): string => [...new Set(apps)].toSorted().join(',');

/**
 * Sandboxes of this process that wait for a module. They are its own, because their Odoos hang on its streams: when it
 * dies they are useless, it falls silent, and the reaper takes them. Made where a host has nothing better to do, for the
 * apps that were tested last.
 */
export class WarmSandboxes {
  private readonly waiting: Warm[] = [];
  /** By the host's name, like the next three. */
  private readonly running = new Map<string, number>();
  private readonly cores = new Map<string, number>();
  private readonly lastApps = new Map<string, string>();
  private readonly pausedUntil = new Map<string, number>();
  private tending: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly pool: SandboxPool,
    private readonly tester: ModuleTester,
    private readonly options: WarmOptions,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Begins to make them, and to say that they are there. */
  start(): void {
    if (this.timer !== null || this.options.size === 0) return;
    this.timer = setInterval(() => this.tick(), SAY_EVERY_MS);
    this.timer.unref();
    this.tick();
  }

  /** One that fits, now the session's own; null when there is none. One that is nearly ready is waited for. */
  async take(lease: PoolLease, apps: readonly string[], checks: ReadonlySet<CheckName>): Promise<ReadySandbox | null> {
    if ([...checks].some((check) => !this.options.checks.has(check))) return null;
    for (;;) {
      const at = this.waiting.findIndex(({ host, apps: has, until }) => host.name === lease.host.name && has === keyOf(apps) && until.getTime() >= lease.expiresAt.getTime());
      const [warm] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (warm === undefined) return null;
      const ready = await warm.ready;
      if (ready === null) continue;
      if (ready.isReady() && (await lease.host.adopt(ready.sandbox.id, { sessionId: lease.sessionId, expiresAt: lease.expiresAt }))) {
        ready.sandbox.heldUnder(lease.stillHeld);
        await this.pool.forgetWarm(ready.sandbox.id);
        return ready;
      }
      await this.end(warm);
    }
  }

  /** Nothing is warmed beside a test that needs the cores; afterwards another one for the same apps is. */
  async while<T>(host: SandboxHost, apps: readonly string[], test: () => Promise<T>): Promise<T> {
    this.running.set(host.name, this.busy(host) + 1);
    this.lastApps.set(host.name, keyOf(apps));
    try {
      return await test();
    } finally {
      this.running.set(host.name, this.busy(host) - 1);
      if (this.timer !== null) this.tick();
    }
  }

  /** How many are ready for a module with these apps. */
  idle(apps: readonly string[]): number {
    return this.waiting.filter((warm) => warm.id !== null && warm.apps === keyOf(apps)).length;
  }

  /** Hosts on which one is ready, or nearly so. */
  hostsWith(apps: readonly string[]): readonly string[] {
    return this.waiting.filter((warm) => warm.apps === keyOf(apps)).map(({ host }) => host.name);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearInterval(this.timer);
    await Promise.allSettled(this.waiting.splice(0).map((warm) => this.end(warm)));
  }

  private busy(host: SandboxHost): number {
    return this.running.get(host.name) ?? 0;
  }

  private tick(): void {
    this.tending = this.tending.then(() => this.tend()).catch((error: unknown) => this.log.warn({ err: error }, 'warm sandboxes could not be tended; the next round tries again'));
  }

  private async tend(): Promise<void> {
    const now = this.clock.now().getTime();
    const old = this.waiting.filter(({ until }) => until.getTime() - this.options.testMs < now);
    for (const warm of old) this.waiting.splice(this.waiting.indexOf(warm), 1);
    await Promise.allSettled(old.map((warm) => this.end(warm)));
    for (const host of this.pool.hosts) {
      const ids = this.waiting.flatMap((warm) => (warm.host === host && warm.id !== null ? [warm.id] : []));
      if (ids.length > 0) await this.pool.keepWarm(host.name, ids);
      if ((this.pausedUntil.get(host.name) ?? 0) <= now) await this.fill(host);
    }
  }

  private async fill(host: SandboxHost): Promise<void> {
    if (!this.cores.has(host.name)) {
      const seen = await host.ping();
      if (!seen.imagePresent) return;
      this.cores.set(host.name, seen.cpus);
    }
    const apps = this.lastApps.get(host.name) ?? '';
    const unfinished = this.waiting.filter((warm) => warm.host === host && warm.id === null).length;
    const atWork = this.busy(host) + unfinished;
    if (this.closed || (atWork > 0 && CORES_EACH * (atWork + 1) > (this.cores.get(host.name) ?? 0))) return;
    if (this.waiting.filter((warm) => warm.apps === apps).length >= this.options.size) return;
    if (this.waiting.length >= this.options.size) {
      // Full, of what was tested longer ago.
      const other = this.waiting.findIndex((warm) => warm.host === host && warm.apps !== apps && warm.id !== null);
      const [warm] = other < 0 ? [] : this.waiting.splice(other, 1);
      if (warm === undefined) return;
      await this.end(warm);
    }
    this.waiting.push(this.make(host, apps));
  }

  private make(host: SandboxHost, apps: string): Warm {
    const until = new Date(this.clock.now().getTime() + MAX_WAIT_MS + this.options.testMs);
    const warm: Warm = { host, apps, until, id: null, ready: this.warmUp(host, apps, until, (id) => this.pool.keepWarm(host.name, [id])).then((ready) => {
      warm.id = ready?.sandbox.id ?? null;
      if (ready === null) this.forget(warm);
      else this.tick();
      return ready;
    }) };
    return warm;
  }

  private async warmUp(host: SandboxHost, apps: string, expiresAt: Date, onOpened: (id: string) => Promise<void>): Promise<ReadySandbox | null> {
    try {
      const sandbox = await host.open({ sessionId: null, purpose: 'test', fence: 0, expiresAt, apps: apps === '' ? [] : apps.split(',') });
      try {
        await onOpened(sandbox.id);
        return await this.tester.warm(sandbox, this.options.checks);
      } catch (error) {
        await sandbox.destroy();
        throw error;
      }
    } catch (error) {
      this.pausedUntil.set(host.name, this.clock.now().getTime() + PAUSE_AFTER_FAILURE_MS);
      this.log.warn({ err: error, host: host.name }, 'a sandbox could not be warmed; tests start one of their own meanwhile');
      return null;
    }
  }

  private forget(warm: Warm): void {
    const at = this.waiting.indexOf(warm);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  private async end(warm: Warm): Promise<void> {
    const ready = await warm.ready;
    if (ready === null) return;
    await ready.sandbox.destroy();
    await this.pool.forgetWarm(ready.sandbox.id);
  }
}
