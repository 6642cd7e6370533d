import type { Model } from '../../domain/module-spec/models.js';
import type { Imports } from '../python/imports.js';
import { requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { buttonPrinter, effectsOf, groupCheck, guardLines, writeLines } from './buttons.js';
import { CLOSE, closes } from './lifecycle.js';
import { bodyLines, method } from './method.js';

/** What happens when a record comes into a closed stage, by whatever way: dragged, clicked, written or created there. */
export function printClosing(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const closing = model.stages?.closing;
  if (closing === undefined || !closes(model)) return [];
  const printer = buttonPrinter(model, index, imports, bodies);
  const button = { ...closing, id: 'close', label: 'Close' };
  const each = [...guardLines(button, printer), ...(Object.keys(closing.set).length === 0 ? [] : writeLines(new Map(), closing.set, printer)), ...effectsOf(closing, printer)];
  const body = [
    '"""Whatever happens when a record comes into a closed stage."""',
    ...groupCheck(button, printer, 'You are not allowed to close this.'),
    ...(each.length === 0 ? [] : [`for ${printer.record} in self:`, ...each]),
    ...(closing.words === undefined ? [] : ['self._after_closed()']),
  ];
  return [
    method(`${CLOSE}(self)`, body),
    ...(closing.words === undefined ? [] : [method('_after_closed(self)', bodyLines(requireBody(bodies, slotId(model.name, 'closing', 'closed')), imports))]),
  ];
}
