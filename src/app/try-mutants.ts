import { mutantsOf, someMutants } from '../codegen/mutants.js';
import type { Sandbox } from '../ports/sandbox.js';
import type { App } from './app.js';
import { mutationOf, type Mutation } from './judge/mutation.js';
import type { ModuleSource } from './module-source.js';
import type { StageContext } from './run-stage.js';

/** For one mutant, milliseconds: an endless loop is a mutant too. */
const MUTANT_MS = 90_000;

/** Breaks a green module in `OMB_MUTANTS` ways, in the sandbox that it was tested in, and sees which its acceptance tests notice. */
export async function tryMutants(app: App, ctx: StageContext, sandbox: Sandbox, { spec, files, tests }: ModuleSource): Promise<Mutation | null> {
  const mutants = someMutants(mutantsOf(files), app.config.OMB_MUTANTS);
  const progress = (message: string): void => void ctx.progress(message);
  const runs = await app.tester?.testMutants(sandbox, { module: spec.name, mutants: mutants.map((mutant) => [...mutant.files, ...tests]), timeoutMs: MUTANT_MS, signal: ctx.signal, progress });
  if (runs === undefined) return null;
  return mutationOf(spec.acceptance.map(({ id }) => id), runs.flatMap((run, at) => { const mutant = mutants[at]; return mutant === undefined ? [] : [[mutant, run] as const]; }));
}
