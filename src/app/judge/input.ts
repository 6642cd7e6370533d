import type { DeclaredTest, Observation } from '../../domain/observation.js';
import type { CheckName } from '../../domain/check.js';
import type { Sources } from './whereabouts.js';
import type { Check, CriterionResult, Failure, Finding, TestCounts, VerdictStatus } from '../../domain/verdict.js';

/** All that a verdict on a run rests on. */
export interface JudgeInput {
  /** Technical name of the module. */
  readonly module: string;
  /** The tests that its sources declare. */
  readonly declared: readonly DeclaredTest[];
  readonly criteria: readonly { readonly id: string; readonly title: string }[];
  readonly observation: Observation;
  /** What was asked for beyond the module's tests. */
  readonly checks: ReadonlySet<CheckName>;
  /** Where the words of an error are looked up. */
  readonly sources: Sources;
}

export interface Judgement {
  readonly green: boolean;
  readonly status: VerdictStatus;
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
  readonly criteria: readonly CriterionResult[];
  readonly checks: readonly Check[];
  readonly tests: TestCounts;
}

/** One rule: what it finds wrong, by the rule's name unless it says another. Pure. */
export type Rule = (input: JudgeInput) => readonly (Finding & { readonly by?: string })[];
