import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';

const ROOT = join(__dirname, '../..');

/** Specs that are kept as files: the example that people start from, and the one that uses all that the schema has. */
export const STORED_SPECS = ['examples/library', 'examples/service-desk', 'examples/bakery-preorders', 'test/codegen/fixtures/every-field'] as const;

export interface Stored {
  readonly spec: ModuleSpec;
  /** Code by slot id, for what the spec says in words. */
  readonly bodies: ReadonlyMap<string, string>;
}

/** @param root of the repository, where this does not run from its sources @param path without `.yaml`, e.g. `examples/library`. */
export function storedSpec(path: string, root = ROOT): Stored {
  const bodies = join(root, `${path}.bodies.json`);
  return {
    spec: parseModuleSpec(readFileSync(join(root, `${path}.yaml`), 'utf8')),
    bodies: new Map(Object.entries(existsSync(bodies) ? (JSON.parse(readFileSync(bodies, 'utf8')) as Record<string, string>) : {})),
  };
}

/** The same as a person wrote it, for tests that change something in it. */
export function storedInput(path: string): Record<string, unknown> {
  return load(readFileSync(join(ROOT, `${path}.yaml`), 'utf8')) as Record<string, unknown>;
}
