import type { Failure } from '../../domain/verdict.js';
import { access } from './access.js';
import { dangerous } from './dangerous.js';
import type { Gate, GateInput } from './gate.js';
import { importsGate } from './imports.js';
import { manifestGate } from './manifest.js';
import { obsolete } from './obsolete.js';
import { references } from './references.js';
import { syntax } from './syntax.js';
import { viewFields } from './view-fields.js';

const GATES: readonly Gate[] = [syntax, manifestGate, importsGate, dangerous, obsolete, references, viewFields, access];

/** All that can be known to be wrong without starting a container. */
export function runGates(input: GateInput): Failure[] {
  return GATES.flatMap((gate) => gate(input));
}
