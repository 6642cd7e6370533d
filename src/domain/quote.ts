import type { ModuleSpec } from './module-spec/module-spec.js';
import type { Usage } from './session.js';

/** A session of this installation that was delivered. */
export interface PastSession {
  /** Of its specification; null of a session from before sizes were counted. */
  readonly size: number | null;
  readonly usage: Usage;
  readonly workedMs: number;
}

/** What a session is likely to cost, from what such ones have cost here. */
export interface Quote {
  /** Past sessions that it is told from; 0: there is no history yet, and nothing is told. */
  readonly sessions: number;
  readonly tokens: number | null;
  /** In the currency of the prices; null where they had none. */
  readonly cost: number | null;
  readonly minutes: number | null;
  readonly sentence: string;
}

/** From here on a specification is of middle size, and of large size. */
const MIDDLE = 25;
const LARGE = 75;

/** How much a specification asks for: its fields, buttons, constraints and criteria. */
export function sizeOf(spec: Pick<ModuleSpec, 'models' | 'acceptance'>): number {
  return spec.acceptance.length + spec.models.reduce((sum, { fields, actions, constraints, states }) => sum + fields.length + actions.length + constraints.length + (states?.transitions.length ?? 0), 0);
}

const classOf = (size: number): 'small' | 'middle' | 'large' => (size < MIDDLE ? 'small' : size < LARGE ? 'middle' : 'large');

/** Medians of the past sessions of the same class; of all of them while the size is not known or none was like it. */
export function quoteFrom(past: readonly PastSession[], size: number | null): Quote {
  const alike = size === null ? [] : past.filter((each) => each.size !== null && classOf(each.size) === classOf(size));
  const from = alike.length > 0 ? alike : past;
  if (from.length === 0) return { sessions: 0, tokens: null, cost: null, minutes: null, sentence: 'There is no history yet: no session of this installation has been delivered, so nothing can be said of what this one will take.' };
  const tokens = Math.round(median(from.map(({ usage }) => usage.inputTokens + usage.outputTokens)));
  const costs = from.flatMap(({ usage }) => usage.cost ?? []);
  const cost = costs.length === 0 ? null : median(costs);
  const minutes = Math.max(1, Math.round(median(from.map(({ workedMs }) => workedMs)) / 60_000));
  const like = alike.length > 0 && size !== null ? `${alike.length} delivered ${alike.length === 1 ? 'session' : 'sessions'} of ${classOf(size)} size` : `${from.length} delivered ${from.length === 1 ? 'session' : 'sessions'} of any size`;
  const sentence = `About ${tokens} tokens${cost === null ? '' : `, ${cost.toFixed(2)} in money`} and ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} of work: the median of ${like} here.`;
  return { sessions: from.length, tokens, cost, minutes, sentence };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
