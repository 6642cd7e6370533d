import { CreateKeyPairCommand, DeleteKeyPairCommand, GetKeyPairCommand, InvalidInputException, NotFoundException, type Tag } from '@aws-sdk/client-lightsail';
import { hostname, userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { withCacheLock } from '../local/cache.js';
import type { Api, Pace } from './api.js';
import { OWNER_TAG } from './deployment.js';
import { lockName } from './observe.js';

/** Who works on a deployment. */
export interface Holder {
  /** `user@machine`. */
  readonly who: string;
  readonly pid: number;
}

export interface Held {
  readonly who: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** What for. */
  readonly why: string;
}

export const thisProcess = (): Holder => ({ who: `${userInfo().username}@${hostname()}`, pid: process.pid });

/** Another holds the lock. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  constructor(readonly held: Held) {
    super(`${held.who} (process ${held.pid}) has worked on this deployment since ${held.since}: ${held.why}. Wait for that, or, if it has died there: ./deploy.sh unlock`);
  }
}

/** Looks at the lock again, for as long as a key pair that was made may take to be seen. */
const LOOKS = 10;

/**
 * The deployment's one lock. Lightsail has none to give, but it lets only one key pair have a name: the lock is a key pair that
 * no host uses (its private half is dropped at once), and its tags say who, since when and why.
 */
export class DeploymentLock {
  constructor(
    private readonly api: Api,
    private readonly project: string,
    private readonly pace: Pace,
    private readonly me: Holder = thisProcess(),
    private readonly isAlive: (pid: number) => boolean = processIsAlive,
  ) {}

  /**
   * Runs the work with the lock. A lock of a process of this machine that is no more is taken over.
   *
   * @throws LockedError when somebody else has it
   */
  async hold<T>(why: string, work: () => Promise<T>): Promise<T> {
    await withCacheLock(`deploy-${this.project}`, () => this.take(why));
    try {
      return await work();
    } finally {
      await this.release();
    }
  }

  /** Who has it; null when nobody does. */
  async held(): Promise<Held | null> {
    try {
      const { keyPair } = await this.api.send((client) => client.send(new GetKeyPairCommand({ keyPairName: lockName(this.project) })));
      return heldOf(keyPair?.tags ?? []);
    } catch (error) {
      if (error instanceof NotFoundException) return null;
      throw error;
    }
  }

  /** Gives it back, whoever has it. */
  async release(): Promise<void> {
    await this.api.send((client) => client.send(new DeleteKeyPairCommand({ keyPairName: lockName(this.project) }))).catch((error: unknown) => {
      if (!(error instanceof NotFoundException)) throw error;
    });
  }

  /** One process of a machine at a time, so that two that find the same dead holder do not both take over. */
  private async take(why: string): Promise<void> {
    for (let look = 0; ; look += 1) {
      const refusal = await this.tryToTake(why);
      if (refusal === null) return;
      const held = await this.held();
      if (held !== null && held.who === plain(this.me.who) && (held.pid === this.me.pid || !this.isAlive(held.pid))) await this.release();
      else if (held !== null) throw new LockedError(held);
      else if (look >= LOOKS) throw refusal;
      await pause(this.pace.lookMs);
    }
  }

  private async tryToTake(why: string): Promise<Error | null> {
    const tags: Tag[] = [
      { key: OWNER_TAG, value: this.project },
      { key: 'held-by', value: plain(this.me.who) },
      { key: 'held-pid', value: String(this.me.pid) },
      { key: 'held-since', value: new Date().toISOString() },
      { key: 'held-for', value: plain(why) },
    ];
    try {
      await this.api.send((client) => client.send(new CreateKeyPairCommand({ keyPairName: lockName(this.project), tags })));
      return null;
    } catch (error) {
      if (error instanceof InvalidInputException) return error;
      throw error;
    }
  }
}

function heldOf(tags: readonly Tag[]): Held {
  const value = (key: string): string => tags.find((tag) => tag.key === key)?.value ?? 'unknown';
  return { who: value('held-by'), pid: Number(value('held-pid')), since: value('held-since'), why: value('held-for') };
}

/** AWS takes letters, digits, spaces and a few signs in a tag, 256 of them. */
const plain = (text: string): string => text.replace(/[^\p{L}\p{N} _.:/=+\-@]/gu, '_').slice(0, 256);

function processIsAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
