import { right } from '../case.js';
import { printed } from '../printed-module.js';

/** Modules that are right; none of them may be called broken. */
export const RIGHT = [
  right('everything at once: models, wizard, report, cron, mail, demo, migration', 'shelf'),
  printed('printed from examples/library.yaml', 'examples/library'),
  printed('printed with a field of every type', 'test/codegen/fixtures/every-field'),
];
