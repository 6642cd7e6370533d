import { runGates } from '../codegen/gates/run-gates.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import type { Failure } from '../domain/verdict.js';
import type { App } from './app.js';

/** What the static gates find in a module with its acceptance tests, before any container. */
export async function gateModule(app: App, spec: ModuleSpec, files: readonly ModuleFile[], tests: readonly ModuleFile[]): Promise<readonly Failure[]> {
  const tree = [...files, ...tests];
  return runGates({ name: spec.name, files: tree, facts: await app.python.inspect(tree) });
}
