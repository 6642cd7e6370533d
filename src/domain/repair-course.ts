import { bestOf, compareScores, isStuck, type Checkpoint } from './checkpoint.js';
import { addUsage } from './price.js';
import type { Command, Note, Session } from './session.js';
import { DEFAULT_SOFT_CAP, spending } from './spending.js';

/** How a session goes on after a red verdict. */
export interface Course {
  readonly to: 'coding' | 'code_review';
  readonly tried: readonly Checkpoint[];
  /** What is mended next, or is the person's: the best that there is. Null when the verdict tells no score. */
  readonly best: Checkpoint | null;
  /** The next round is the second model's. */
  readonly strong: boolean;
  /** The person is asked because of the soft cap. */
  readonly asksToSpend: boolean;
  readonly note: Note | null;
}

/**
 * Repair goes on while rounds and budgets are left and it comes further; the last round, and one that is stuck, is the second
 * model's where there is one. Else a person is asked, who is given the best checkpoint.
 */
export function afterRed(session: Session, command: Extract<Command, { type: 'module_tested' }>): Course {
  const { budget } = session;
  const score = command.score;
  const tried = score === undefined || session.module === null ? session.tried : [...session.tried, { module: session.module, report: command.report, ...score }];
  const best = bestOf(tried);
  const spent = spending(budget, addUsage(session.usage, command.usage), session.workedMs);
  const isStrongLeft = budget.strong === true && !session.strong;
  const stuck = isStuck(tried);
  const ask = (code: string, why: string, asksToSpend = false): Course => ({ to: 'code_review', tried, best, strong: false, asksToSpend, note: { code, message: `${why} ${standing(tried, best)}` } });

  if (spent.share >= 1) return ask('budget_spent', `The budget of this session is used up: ${spent.words}. Accept what has been reached, or open a new session, which has a budget of its own.`);
  if (session.repairRounds >= budget.repairRounds) return ask('repair_budget_spent', 'The module still fails some of its tests, and the tries to repair it are used up. Say what to change, or accept it as it is.');
  if (stuck && !isStrongLeft) return ask('repair_stuck', 'The repairs lead no further: the same errors come again, or no more criteria hold than before. Say in your own words what is wrong, or accept the module as it is.');
  if (spent.share >= (budget.softCap ?? DEFAULT_SOFT_CAP) && !session.maySpendAll) {
    return ask('budget_soft_cap', `Most of the budget of this session is spent: ${spent.words}. Send "modify" to have the repair go on to the end of the budget, or accept what has been reached.`, true);
  }
  const strong = session.strong || (isStrongLeft && (stuck || session.repairRounds + 1 >= budget.repairRounds));
  return { to: 'coding', tried, best, strong, asksToSpend: false, note: null };
}

/** What the person is given, as a sentence; empty when nothing is known of it. */
function standing(tried: readonly Checkpoint[], best: Checkpoint | null): string {
  if (best === null) return '';
  const which = tried.length === 1 ? 'The module' : `The best of the ${tried.length} modules that were tested`;
  return `${which} ${best.installs ? 'installs' : 'does not install'}; ${best.green} of its criteria hold, with ${best.warnings} ${best.warnings === 1 ? 'warning' : 'warnings'}.`;
}

/** True when the last tested one came less far than the best, so that mending goes on from there. */
export const fellBack = ({ tried, best }: Pick<Course, 'tried' | 'best'>): boolean => best !== null && compareScores(tried.at(-1) ?? best, best) < 0;
