import type { Model } from '../../domain/module-spec/models.js';
import type { Imports } from '../python/imports.js';
import { method } from './method.js';

/** create() that takes the next number of the model's sequence for each record that has none. */
export function printCreate(model: Model, field: string, imports: Imports): string {
  imports.use('api');
  return method('create(self, vals_list)', [
    'new = self.env._("New")',
    'for vals in vals_list:',
    `    if vals.get("${field}", new) == new:`,
    ...numberLines(model.name, field).map((line) => `        ${line}`),
    'return super().create(vals_list)',
  ], ['@api.model_create_multi']);
}

function numberLines(model: string, field: string): string[] {
  const oneLine = `vals["${field}"] = self.env["ir.sequence"].next_by_code("${model}")`;
  return oneLine.length + 16 <= 88 ? [oneLine] : [`vals["${field}"] = self.env["ir.sequence"].next_by_code(`, `    "${model}"`, ')'];
}
