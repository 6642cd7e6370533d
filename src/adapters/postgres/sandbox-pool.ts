import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../../config.js';
import { BuilderError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { PoolLease, PoolStatus, SandboxHost, SandboxInfo, SandboxPool, SandboxPurpose } from '../../ports/sandbox.js';
import { SandboxSlots, type SlotLease } from './sandbox-slots.js';

type Acquire = Parameters<SandboxPool['acquire']>[0];

/** A waiter of another process sees a freed slot after this long; one of this process at once. */
const LOOK_AGAIN_MS = 250;
/** A host that was away, or that came to be, is seen after this long. */
const LOOK_AT_HOSTS_MS = 5000;

/** A warm sandbox that is younger than this may not have been written down yet. */
const UNTIL_FIRST_SAID_MS = 30_000;

/** Slots of one or many Docker hosts, leased in Postgres: what two processes do at once cannot over-commit a host. */
export class PostgresSandboxPool implements SandboxPool {
  private readonly slots: SandboxSlots;
  private readonly byName: ReadonlyMap<string, SandboxHost>;
  private declared: Promise<void> | null = null;
  private readonly wakers = new Set<() => void>();

  constructor(pool: Pool, readonly hosts: readonly SandboxHost[], private readonly config: Pick<Config, 'OMB_TEST_SLOTS' | 'OMB_UAT_SLOTS' | 'OMB_UAT_GRACE_SECONDS'>, private readonly clock: Clock, private readonly log: Logger) {
    this.slots = new SandboxSlots(pool);
    this.byName = new Map(hosts.map((host) => [host.name, host]));
  }

  async acquire(request: Acquire): Promise<PoolLease> {
    await this.declare();
    request.signal?.throwIfAborted();
    // Mostly there is a place, on a host that is known to be well.
    const lease = await this.take(request, null);
    if (lease) return lease;
    if (!(await this.lookAtAll())) throw await this.allAway();
    const ticket = request.waitMs > 0 ? await this.slots.enqueue(request.purpose) : null;
    let served = false;
    try {
      const found = await this.wait(request, ticket);
      served = true;
      return found;
    } finally {
      if (ticket !== null && !served) await this.leave(ticket);
    }
  }

  /** Stands in line: who came first is served first, in whatever process they wait. */
  private async wait(request: Acquire, ticket: string | null): Promise<PoolLease> {
    const now = (): number => this.clock.now().getTime();
    const deadline = now() + request.waitMs;
    let place = 0;
    for (let lookAt = now() + LOOK_AT_HOSTS_MS; ; ) {
      request.signal?.throwIfAborted();
      if (now() >= lookAt) {
        // Nothing to wait for: whoever asked is to hear it, and tries again.
        if (!(await this.lookAtAll())) throw await this.allAway();
        lookAt = now() + LOOK_AT_HOSTS_MS;
      }
      const lease = await this.take(request, ticket);
      if (lease) return lease;
      const left = deadline - now();
      if (left <= 0 || ticket === null) throw noCapacity(request.purpose);
      const at = await this.slots.waiting(ticket);
      if (at !== place) request.onPlace?.((place = at));
      await this.freed(Math.min(left, LOOK_AGAIN_MS), request.signal);
    }
  }

  private async take({ sessionId, purpose, ttlMs }: Acquire, ticket: string | null): Promise<PoolLease | null> {
    const lease = await this.slots.take([...this.byName.keys()], sessionId, purpose, ttlMs, ticket);
    return lease && this.withHost(lease);
  }

  /** The next in line need not wait until the ticket is too old to count. */
  private async leave(ticket: string): Promise<void> {
    await this.slots.leave(ticket).catch((error: unknown) => this.log.warn({ err: error }, 'a place in the line for sandboxes is given up by silence'));
    this.wake();
  }

  private wake(): void {
    for (const wake of this.wakers) wake();
  }

  renew(lease: PoolLease, ttlMs: number): Promise<boolean> {
    return this.slots.renew(lease.leaseId, lease.fence, ttlMs);
  }

  async release(leaseId: string): Promise<void> {
    if (!/^[0-9a-f-]{36}$/i.test(leaseId)) throw new BuilderError('user', 'lease_unknown', `"${leaseId}" is no id of a lease.`);
    if (await this.slots.release(leaseId)) this.wake();
  }

  async find(sessionId: string, purpose: SandboxPurpose): Promise<PoolLease | null> {
    const lease = await this.slots.find(sessionId, purpose);
    return lease && this.byName.has(lease.host) ? this.withHost(lease) : null;
  }

  keepWarm(host: string, ids: readonly string[]): Promise<void> {
    return this.slots.keepWarm(host, ids);
  }

  forgetWarm(id: string): Promise<void> {
    return this.slots.forgetWarm(id);
  }

  async status(): Promise<PoolStatus> {
    await this.declare();
    await this.lookAtAll();
    return { hosts: await this.slots.status([...this.byName.keys()]) };
  }

  async reap(): Promise<{ leases: number; containers: number }> {
    await this.declare();
    const over = (await this.slots.over(this.config.OMB_UAT_GRACE_SECONDS > 0)).filter((lease) => this.byName.has(lease.host));
    const overIds = new Set(over.map((lease) => lease.leaseId));
    let containers = 0;
    for (const host of this.hosts) {
      const isLeased = async (sandbox: SandboxInfo): Promise<boolean> => {
        if (sandbox.sessionId === null) return this.clock.now().getTime() - sandbox.createdAt.getTime() < UNTIL_FIRST_SAID_MS || this.slots.isWarm(sandbox.id);
        const lease = await this.slots.find(sandbox.sessionId, sandbox.purpose);
        return lease !== null && !overIds.has(lease.leaseId);
      };
      containers += await host.reap(isLeased).then((taken) => taken.length, (error: unknown) => {
        this.log.warn({ err: error, host: host.name }, 'a Docker host could not be reaped; the next round tries again');
        return 0;
      });
    }
    for (const lease of over) await this.release(lease.leaseId);
    return { leases: over.length, containers };
  }

  /** Once a process: the configuration's number of slots for each host. */
  private declare(): Promise<void> {
    const slots = { test: this.config.OMB_TEST_SLOTS, uat: this.config.OMB_UAT_SLOTS };
    this.declared ??= (async () => {
      for (const name of this.byName.keys()) await this.slots.declare(name, slots);
    })().catch((error: unknown) => {
      this.declared = null;
      throw error;
    });
    return this.declared;
  }

  /** True if at least one of them answers. */
  private async lookAtAll(): Promise<boolean> {
    const answers = await Promise.all(this.hosts.map((host) => this.look(host)));
    return answers.includes(true);
  }

  private async look(host: SandboxHost): Promise<boolean> {
    const { state, detail } = await host.ping().then(
      (seen) => ({ state: 'ready' as const, detail: seen.imagePresent ? `Docker ${seen.version}, ${seen.cpus} cores, ${Math.round(seen.memoryBytes / 2 ** 30)} GiB, ${seen.gvisor ? 'with gVisor' : 'without gVisor'}` : 'The sandbox image is missing on this host.' }),
      (error: unknown) => ({ state: 'unreachable' as const, detail: error instanceof Error ? error.message : String(error) }),
    );
    await this.slots.seen(host.name, state, detail);
    return state === 'ready';
  }

  private withHost(lease: SlotLease): PoolLease {
    const host = this.byName.get(lease.host);
    if (!host) throw new BuilderError('bug', 'host_unknown', `The lease ${lease.leaseId} is on the host "${lease.host}", which this process does not know.`);
    return { leaseId: lease.leaseId, sessionId: lease.sessionId, purpose: lease.purpose, host, fence: lease.fence, expiresAt: lease.expiresAt };
  }

  private async freed(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      const wake = (): void => {
        this.wakers.delete(wake);
        resolve();
      };
      this.wakers.add(wake);
      over.signal.addEventListener('abort', wake, { once: true });
    });
    const stop = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
    const slept = this.clock.sleep(ms, stop).catch((error: unknown) => {
      if (signal?.aborted) throw error;
    });
    try {
      await Promise.race([woken, slept]);
    } finally {
      over.abort();
    }
  }

  private async allAway(): Promise<BuilderError> {
    const hosts = await this.slots.status([...this.byName.keys()]);
    return new BuilderError('transient', 'docker_unreachable', `No Docker host answers: ${hosts.map((host) => host.detail).join(' ')}`);
  }
}

function noCapacity(purpose: SandboxPurpose): BuilderError {
  const what = purpose === 'test' ? 'test runs (OMB_TEST_SLOTS)' : 'user tests (OMB_UAT_SLOTS)';
  return new BuilderError('transient', 'no_capacity', `All places for ${what} are taken at the moment.`);
}
