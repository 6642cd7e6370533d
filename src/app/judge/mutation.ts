import type { Mutant } from '../../codegen/mutants.js';
import type { Verdict } from '../../domain/verdict.js';
import type { MutantRun } from '../../ports/module-tester.js';
import { criterionOf } from './place.js';

/** What the acceptance tests are worth, told by modules that were broken on purpose. */
export type Mutation = NonNullable<Verdict['mutants']>;

/** A mutant that does not install needs no test to be noticed, and does not count. @param criteria ids such as `AC-1`, whose tests are named `test_ac_1_…` */
export function mutationOf(criteria: readonly string[], tried: readonly (readonly [Mutant, MutantRun])[]): Mutation {
  const alive = tried.filter(([, { installs }]) => installs);
  const red = new Set(alive.flatMap(([, run]) => run.red.flatMap((test) => criterionOf(test) ?? [])));
  const survivors = alive.filter(([, run]) => run.red.length === 0).map(([{ what }]) => what);
  return { made: alive.length, killed: alive.length - survivors.length, survivors, vacuous: alive.length === 0 ? [] : criteria.filter((id) => !red.has(id)) };
}
