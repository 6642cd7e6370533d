import type { Budget, Usage } from './session.js';

/** From this share of a budget on a person is asked whether it is to be spent to its end; `OMB_SOFT_CAP_PERCENT` where it is set. */
export const DEFAULT_SOFT_CAP = 0.8;

export interface Spending {
  /** Of the budget that is nearest to its end; from 1 on nothing more is spent. */
  readonly share: number;
  /** Of that budget, e.g. `410000 of 500000 tokens`. */
  readonly words: string;
}

/** How much of a session's budgets is spent. @param workedMs time that it was worked on, its waiting for a place included */
export function spending(budget: Budget, usage: Usage, workedMs: number): Spending {
  const tokens = usage.inputTokens + usage.outputTokens;
  const minutes = workedMs / 60_000;
  const all: Spending[] = [
    { share: tokens / budget.tokens, words: `${tokens} of ${budget.tokens} tokens` },
    ...(budget.cost === undefined ? [] : [{ share: (usage.cost ?? 0) / budget.cost, words: `${(usage.cost ?? 0).toFixed(2)} of ${budget.cost.toFixed(2)} in money` }]),
    ...(budget.minutes === undefined ? [] : [{ share: minutes / budget.minutes, words: `${Math.floor(minutes)} of ${budget.minutes} minutes` }]),
  ];
  return all.reduce((most, each) => (each.share > most.share ? each : most));
}
