import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { journeysOf } from '../../src/codegen/journey/journeys.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { accessMatrix } from '../../src/domain/access-matrix.js';
import { TIMEOUT_MS, type VerdictCase } from './case.js';
import { ROOT } from './modules.js';

/** The module that the product prints from a specification of ours; it must be found right. `path` without `.yaml`. */
export function printed(title: string, path: string): VerdictCase {
  const spec = parseModuleSpec(readFileSync(join(ROOT, `${path}.yaml`), 'utf8'));
  const stored = join(ROOT, `${path}.bodies.json`);
  const bodies = new Map(Object.entries(existsSync(stored) ? (JSON.parse(readFileSync(stored, 'utf8')) as Record<string, string>) : {}));
  return { title, module: spec.name, files: [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)], expected: null, access: accessMatrix(spec), journeys: journeysOf(spec), timeoutMs: TIMEOUT_MS };
}
