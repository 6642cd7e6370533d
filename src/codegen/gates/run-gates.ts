import type { Failure } from '../../domain/verdict.js';
import { access } from './access.js';
import { dangerous } from './dangerous.js';
import type { Gate, GateInput } from './gate.js';
import { importsGate } from './imports.js';
import { labels } from './labels.js';
import { manifestGate } from './manifest.js';
import { methods } from './methods.js';
import { obsolete } from './obsolete.js';
import { paths } from './paths.js';
import { references } from './references.js';
import { syntax } from './syntax.js';
import { translations } from './translations.js';
import { viewFields } from './view-fields.js';

/** By the name under which a failure says who found it. */
const GATES: Readonly<Record<string, Gate>> = {
  paths,
  syntax,
  manifest: manifestGate,
  imports: importsGate,
  dangerous,
  obsolete,
  references,
  'view-fields': viewFields,
  methods,
  labels,
  access,
  translations,
};

/** All that can be known to be wrong without starting a container. */
export function runGates(input: GateInput): Failure[] {
  return Object.entries(GATES).flatMap(([by, gate]) => gate(input).map((finding) => ({ ...finding, by })));
}
