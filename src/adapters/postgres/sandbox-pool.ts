import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../../config.js';
import { BuilderError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { RegisteredHost, RegisteredHosts } from '../../ports/sandbox-hosts.js';
import type { LeaseCheck, PoolLease, PoolStatus, SandboxHost, SandboxInfo, SandboxPool, SandboxPurpose } from '../../ports/sandbox.js';
import { SandboxSlots, type SlotLease } from './sandbox-slots.js';
import { someOf } from './some-of.js';

type Acquire = Parameters<SandboxPool['acquire']>[0];

/** A waiter of another process sees a freed slot after this long; one of this process at once. */
const LOOK_AGAIN_MS = 250;
/** A host that was away, or that came to be, is seen after this long. */
const LOOK_AT_HOSTS_MS = 5000;

/** The best of so many hosts is nearly the best of all, and costs the same with a thousand: only where they are full, or somebody waits, all are looked at. */
const CANDIDATES = 10;

/** A warm sandbox that is younger than this may not have been written down yet. */
const UNTIL_FIRST_SAID_MS = 30_000;

/** Slots of one or many Docker hosts, leased in Postgres: what two processes do at once cannot over-commit a host. */
export class PostgresSandboxPool implements SandboxPool {
  private readonly slots: SandboxSlots;
  private readonly byName = new Map<string, SandboxHost>();
  private readonly declared = new Map<string, string>();
  private looking: Promise<void> | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private readonly wakers = new Set<() => void>();

  /**
   * @param own hosts that this process knows by itself
   * @param registered where it finds those that operators add, and how it reaches one
   */
  constructor(
    pool: Pool,
    private readonly own: readonly SandboxHost[],
    private readonly config: Pick<Config, 'OMB_TEST_SLOTS' | 'OMB_UAT_SLOTS' | 'OMB_UAT_GRACE_SECONDS'>,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly registered: RegisteredHosts | null = null,
  ) {
    this.slots = new SandboxSlots(pool);
    for (const host of own) this.byName.set(host.name, host);
  }

  get hosts(): readonly SandboxHost[] {
    return [...this.byName.values()];
  }

  async acquire(request: Acquire): Promise<PoolLease> {
    await this.declare();
    request.signal?.throwIfAborted();
    // Mostly there is a place, on a host that is known to be well.
    const lease = await this.take(request, null);
    if (lease) return lease;
    await this.declare(true);
    if ((await this.thoseThatAnswer()).length === 0) throw await this.allAway();
    const ticket = request.waitMs > 0 ? await this.slots.enqueue(request.purpose, request.sessionId) : null;
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
        await this.declare(true);
        // Nothing to wait for: whoever asked is to hear it, and tries again.
        if ((await this.thoseThatAnswer()).length === 0) throw await this.allAway();
        lookAt = now() + LOOK_AT_HOSTS_MS;
      }
      const lease = await this.take(request, ticket);
      if (lease) return lease;
      const left = deadline - now();
      if (ticket === null) throw refusal('no_capacity', request.purpose);
      if (left <= 0) throw refusal('place_timeout', request.purpose);
      const at = await this.slots.waiting(ticket);
      if (at !== place) request.onPlace?.((place = at));
      await this.freed(Math.min(left, LOOK_AGAIN_MS), request.signal);
    }
  }

  /** On a host that answers now: one that died since it was last seen gives its slot back, and the next one is tried. */
  private async take({ sessionId, purpose, ttlMs, preferred = [] }: Acquire, ticket: string | null): Promise<PoolLease | null> {
    for (;;) {
      const request = { preferred, sessionId, purpose, ttlMs, ticket };
      const all = [...this.byName.keys()];
      const some = someOf(all, CANDIDATES, Math.random);
      const near = some === all ? null : await this.slots.take({ ...request, hosts: [...new Set([...preferred, ...some])] });
      const taken = near ?? (await this.slots.take({ ...request, hosts: all }));
      if (taken === null) return null;
      const lease = this.withHost(taken);
      if (await this.look(lease.host)) return lease;
      await this.slots.release(lease.leaseId);
    }
  }

  /** The next in line need not wait until the ticket is too old to count. */
  private async leave(ticket: string): Promise<void> {
    await this.slots.leave(ticket).catch((error: unknown) => this.log.warn({ err: error }, 'a place in the line for sandboxes is given up by silence'));
    this.wake();
  }

  private wake(): void {
    for (const wake of this.wakers) wake();
  }

  async renew(lease: Pick<PoolLease, 'leaseId' | 'fence'>, ttlMs: number): Promise<boolean> {
    checkId(lease.leaseId);
    return this.slots.renew(lease.leaseId, lease.fence, ttlMs);
  }

  async keep(lease: Pick<PoolLease, 'leaseId' | 'fence'>, ttlMs: number): Promise<boolean> {
    checkId(lease.leaseId);
    return this.slots.keep(lease.leaseId, lease.fence, ttlMs);
  }

  async release(leaseId: string): Promise<void> {
    checkId(leaseId);
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
    await this.declare(true);
    await this.thoseThatAnswer();
    return { hosts: await this.slots.status([...this.byName.keys()]) };
  }

  async reap(): Promise<{ leases: number; containers: number }> {
    await this.declare(true);
    const here = await this.thoseThatAnswer();
    const over = (await this.slots.over(this.config.OMB_UAT_GRACE_SECONDS > 0)).filter((lease) => this.byName.has(lease.host));
    const overIds = new Set(over.map((lease) => lease.leaseId));
    let containers = 0;
    for (const host of here) {
      const isLeased = async (sandbox: SandboxInfo): Promise<boolean> => {
        if (sandbox.sessionId === null) return this.clock.now().getTime() - sandbox.createdAt.getTime() < UNTIL_FIRST_SAID_MS || this.slots.isWarm(sandbox.id);
        // A lease on another host is no reason: there the session was opened again.
        return (await this.slots.onHost(host.name, sandbox.sessionId, sandbox.purpose)).some((id) => !overIds.has(id));
      };
      containers += await host.reap(isLeased).then((taken) => taken.length, (error: unknown) => {
        this.log.warn({ err: error, host: host.name }, 'a Docker host could not be reaped; the next round tries again');
        return 0;
      });
    }
    for (const lease of over) await this.release(lease.leaseId);
    return { leases: over.length, containers };
  }

  /** Knows the hosts that are registered, and sees to it that each has its slots; anew every few seconds, or when it matters that it is now. */
  private async declare(anew = false): Promise<void> {
    if (!anew && this.clock.now().getTime() - this.lookedAt < LOOK_AT_HOSTS_MS) return;
    this.looking ??= this.lookUp().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  private async lookUp(): Promise<void> {
    const entries = (await this.registered?.registry.list()) ?? [];
    for (const host of this.own) await this.know(host.name, null, () => host);
    for (const entry of entries) if (!this.own.some(({ name }) => name === entry.name)) await this.know(entry.name, entry, () => this.registered?.reach(entry) ?? null);
    const known = new Set([...this.own, ...entries].map(({ name }) => name));
    for (const name of [...this.byName.keys()].filter((each) => !known.has(each))) {
      this.byName.delete(name);
      this.declared.delete(name);
    }
    this.lookedAt = this.clock.now().getTime();
  }

  /** @param reach called when the entry is new or has changed; null when this process cannot reach such a host */
  private async know(name: string, entry: RegisteredHost | null, reach: () => SandboxHost | null): Promise<void> {
    const said = JSON.stringify(entry);
    if (this.declared.get(name) === said) return;
    const host = reach();
    if (host === null) return;
    this.byName.set(name, host);
    await this.slots.declare(name, entry?.slots ?? { test: this.config.OMB_TEST_SLOTS, uat: this.config.OMB_UAT_SLOTS });
    await this.look(host);
    this.declared.set(name, said);
  }

  private async thoseThatAnswer(): Promise<SandboxHost[]> {
    const { hosts } = this;
    const answers = await Promise.all(hosts.map((host) => this.look(host)));
    return hosts.filter((_, index) => answers[index]);
  }

  private async look(host: SandboxHost): Promise<boolean> {
    const { state, detail, memoryBytes } = await host.ping().then(
      (seen) => ({ state: 'ready' as const, memoryBytes: seen.memoryBytes, detail: seen.imagePresent ? `Docker ${seen.version}, ${seen.cpus} cores, ${Math.round(seen.memoryBytes / 2 ** 30)} GiB, ${seen.gvisor ? 'with gVisor' : 'without gVisor'}` : 'The sandbox image is missing on this host.' }),
      (error: unknown) => ({ state: 'unreachable' as const, memoryBytes: null, detail: error instanceof Error ? error.message : String(error) }),
    );
    await this.slots.seen(host.name, state, detail, memoryBytes);
    return state === 'ready';
  }

  private withHost(lease: SlotLease): PoolLease {
    const host = this.byName.get(lease.host);
    if (!host) throw new BuilderError('bug', 'host_unknown', `The lease ${lease.leaseId} is on the host "${lease.host}", which this process does not know.`);
    const stillHeld = this.stillHeld(lease);
    return { leaseId: lease.leaseId, sessionId: lease.sessionId, purpose: lease.purpose, host: host.under(stillHeld), fence: lease.fence, expiresAt: lease.expiresAt, stillHeld };
  }

  /** One question to the database. While that is away, the lease holds for as long as it said last: only there it can be taken. */
  private stillHeld({ leaseId, fence, host }: SlotLease): LeaseCheck {
    let knownUntil = Number.NEGATIVE_INFINITY;
    return async () => {
      const asked = performance.now();
      const left = await this.slots.leftMs(leaseId, fence).catch((error: unknown) => {
        if (asked < knownUntil) return knownUntil - asked;
        throw error;
      });
      if (left === null) throw placeLost(host);
      knownUntil = asked + left;
    };
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

function checkId(leaseId: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(leaseId)) throw new BuilderError('user', 'lease_unknown', `"${leaseId}" is no id of a lease.`);
}

function refusal(code: 'no_capacity' | 'place_timeout', purpose: SandboxPurpose): BuilderError {
  const what = purpose === 'test' ? 'test runs (OMB_TEST_SLOTS)' : 'user tests (OMB_UAT_SLOTS)';
  return new BuilderError('transient', code, code === 'no_capacity' ? `All places for ${what} are taken at the moment.` : `All places for ${what} were taken for as long as this waits.`);
}

const placeLost = (host: string): BuilderError =>
  new BuilderError('transient', 'place_lost', `The lease on this place on the Docker host "${host}" is over, or the place is another's: nothing more is changed there under it.`);
