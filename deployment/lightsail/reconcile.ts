import { LightsailServiceException } from '@aws-sdk/client-lightsail';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api, Pace } from './api.js';
import type { Observed } from './deployment.js';
import type { Change, Step } from './diff.js';
import { perform } from './perform.js';
import { sayChange } from './say-change.js';

/** "It is there already" and "it is gone already": asked for by a run that was killed, and not seen yet. */
const PERHAPS_DONE = ['InvalidInputException', 'NotFoundException', 'OperationFailureException'];
/** Looks at what stands before a refusal counts as one. */
const LOOKS_AFTER_REFUSAL = 10;

export interface Reconciliation {
  readonly api: Api;
  readonly project: string;
  readonly pace: Pace;
  look(): Promise<Observed>;
  /** What is still to do, seen what stands. */
  steps(observed: Observed): readonly Step[];
  say(line: string): void;
}

interface Asked {
  looks: number;
  /** Lightsail's words where it refused. */
  readonly refusal: Error | null;
}

/**
 * Looks, does what can be done, looks again, until nothing is left to do. It keeps nothing between two looks but what it has
 * asked for: killed at any place and started again, it goes on from what stands.
 *
 * @throws Error when a change is refused, or nothing has changed for as long as the pace has patience
 */
export async function reconcile(work: Reconciliation): Promise<Observed> {
  const asked = new Map<string, Asked>();
  let left = -1;
  let since = performance.now();
  let wait = work.pace.lookMs;
  for (;;) {
    const observed = await work.look();
    const steps = work.steps(observed);
    if (steps.length === 0) return observed;
    const open = steps.filter(({ change, after }) => after === null && !asked.has(keyOf(change)));
    for (const { change } of open) asked.set(keyOf(change), await ask(work, change));
    for (const { change } of steps) fail(change, asked.get(keyOf(change)));
    if (open.length > 0 || steps.length !== left) [left, since, wait] = [steps.length, performance.now(), work.pace.lookMs];
    else if (performance.now() - since > work.pace.patienceMs) throw new Error(stuck(steps, work.pace));
    await pause(wait);
    wait = Math.min(wait * 2, work.pace.lookMs * 16);
  }
}

async function ask({ api, project, say }: Reconciliation, change: Change): Promise<Asked> {
  say(sayChange(change));
  try {
    await api.send((client) => perform(client, change, project));
    return { looks: 0, refusal: null };
  } catch (error) {
    if (!(error instanceof LightsailServiceException && PERHAPS_DONE.includes(error.name))) throw error;
    return { looks: 0, refusal: error };
  }
}

/** A refusal stands when what was asked for is not there after some looks. */
function fail(change: Change, asked: Asked | undefined): void {
  if (asked === undefined || asked.refusal === null) return;
  asked.looks += 1;
  if (asked.looks > LOOKS_AFTER_REFUSAL) throw new Error(`Lightsail refused: ${sayChange(change)}. It says: ${asked.refusal.message}`, { cause: asked.refusal });
}

function stuck(steps: readonly Step[], { patienceMs }: Pace): string {
  const lines = steps.map(({ change, after }) => `  ${sayChange(change)}${after === null ? ': asked for, and not seen' : `: waits until ${after}`}`);
  return `Nothing has changed for ${Math.round(patienceMs / 60_000)} minutes. Run it again to go on; what is left:\n${lines.join('\n')}`;
}

const keyOf = (change: Change): string => `${change.kind} ${change.name}`;
