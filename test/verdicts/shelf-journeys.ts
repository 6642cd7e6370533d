import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { journeysOf } from '../../src/codegen/journey/journeys.js';
import type { Journey } from '../../src/domain/journey.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { ROOT } from './modules.js';

/** What a specification would ask of the module `shelf`, which somebody wrote by hand, as ways through the browser. */
export function shelfJourneys(): readonly Journey[] {
  return journeysOf(parseModuleSpec(readFileSync(join(ROOT, 'test/verdicts/shelf.yaml'), 'utf8')));
}
