import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import type { Imports } from '../python/imports.js';
import { method } from './method.js';

/** The field that shows another one as a barcode. */
export const barcodeName = (field: Field): string => `${field.name}_barcode`;

/** The field whose value this one shows as a barcode; null for all other fields. */
export function barcodeSource(field: Field, model: Model): Field | null {
  return model.fields.find((other) => other.barcode !== undefined && barcodeName(other) === field.name) ?? null;
}

/** The picture, by the same code that answers Odoo's /report/barcode. A value that the kind of code cannot hold has none. */
export function printBarcode(field: Field, source: Field, record: string, imports: Imports): string {
  imports.use('api');
  const height = source.barcode === 'QR' ? 200 : 100;
  const width = source.barcode === 'QR' ? 200 : 400;
  return method(`_compute_${field.name}(self)`, [
    'report = self.env["ir.actions.report"]',
    `for ${record} in self:`,
    '    image = False',
    `    if ${record}.${source.name}:`,
    '        try:',
    '            image = report.barcode(',
    `                "${source.barcode ?? ''}",`,
    `                ${record}.${source.name},`,
    `                width=${width},`,
    `                height=${height},`,
    '                humanreadable=1,',
    '            )',
    `        except ValueError:`,
    '            image = False',
    `    ${record}.${field.name} = image and ${imports.use('b64encode')}(image)`,
  ], [`@api.depends("${source.name}")`]);
}
