import type { DeclaredTest, Observation } from '../../domain/observation.js';
import type { CriterionResult, Failure, Finding, TestCounts } from '../../domain/verdict.js';

/** All that a verdict on a run rests on. */
export interface JudgeInput {
  /** Technical name of the module. */
  readonly module: string;
  /** The tests that its sources declare. */
  readonly declared: readonly DeclaredTest[];
  readonly criteria: readonly { readonly id: string; readonly title: string }[];
  readonly observation: Observation;
}

export interface Judgement {
  readonly green: boolean;
  readonly failures: readonly Failure[];
  readonly warnings: readonly string[];
  readonly criteria: readonly CriterionResult[];
  readonly tests: TestCounts;
}

/** One rule: what it finds wrong. Pure. */
export type Rule = (input: JudgeInput) => readonly Finding[];
