import { parseExpression } from '../../domain/expression/parse.js';
import { pathsOf } from '../../domain/expression/paths.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { printPython } from '../expression/python.js';
import { methodScope } from '../expression/python-scope.js';
import type { Imports } from '../python/imports.js';
import { call, layout } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import { requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { barcodeSource, printBarcode } from './barcode.js';
import { bodyLines, condition, method } from './method.js';

/** `@api.depends(…) def _compute_total(self): …`, or null for a field that is not computed. */
export function printCompute(field: Field, model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string | null {
  if (field.compute === undefined) return null;
  imports.use('api');
  const source = barcodeSource(field, model);
  if (source !== null) return printBarcode(field, source, recordVariable(model.name), imports);
  const head = `_compute_${field.name}(self)`;
  if (field.compute.expression === undefined) return method(head, bodyLines(requireBody(bodies, slotId(model.name, 'compute', field.name)), imports), depends(field.compute.depends ?? []));
  const expression = parseExpression(field.compute.expression);
  const record = recordVariable(model.name);
  const kept = field.compute.keepWhen === undefined ? null : parseExpression(field.compute.keepWhen);
  const scope = methodScope(index, imports, { code: record, model: model.name });
  const { code } = printPython(expression, scope);
  const keep = kept === null ? [] : [...condition('if ', printPython(kept, scope).code, ':', 3), '    continue'].map((line) => `    ${line}`);
  const paths = [...new Set([expression, ...(kept === null ? [] : [kept])].flatMap((read) => pathsOf(read).map((path) => path.join('.'))))].filter((path) => path !== 'id');
  return method(head, [`for ${record} in self:`, ...keep, ...condition(`${record}.${field.name} = `, code, '', 3).map((line) => `    ${line}`)], depends(paths));
}

function depends(paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : layout(call('@api.depends', paths.map(pythonString)), 1).split('\n').map((line, i) => (i === 0 ? line : line.slice(4)));
}
