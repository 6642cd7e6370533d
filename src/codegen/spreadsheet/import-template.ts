import type { ModuleFile } from '../../domain/module-file.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { method } from '../models/method.js';
import type { Imports } from '../python/imports.js';
import { call, dict, layout, list } from '../python/layout.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { csvCell } from '../text/csv-cell.js';
import { pythonString } from '../text/python-string.js';
import { workbook } from './workbook.js';

const TYPED: ReadonlySet<Field['type']> = new Set(['char', 'text', 'integer', 'float', 'monetary', 'boolean', 'date', 'datetime', 'selection', 'many2one', 'many2many']);
const MOST_EXAMPLES = 3;

const path = (model: Model, end: 'csv' | 'xlsx'): string => `static/xls/${underscored(model.name)}.${end}`;

/** A spreadsheet and a CSV file with the columns of a model by their labels, and rows of demo data as examples. */
export function importTemplateFiles(index: SpecIndex): readonly ModuleFile[] {
  return index.models.filter((model) => model.importTemplate).flatMap((model) => {
    const rows = rowsOf(model, index);
    return [
      { path: path(model, 'csv'), content: rows.map((row) => `${row.map(csvCell).join(',')}\n`).join('') },
      { path: path(model, 'xlsx'), content: workbook(rows) },
    ];
  });
}

/** Where Odoo serves them, as get_import_templates() tells. */
export const importTemplatePaths = (model: Model, index: SpecIndex): readonly [xlsx: string, csv: string] => [`/${index.spec.name}/${path(model, 'xlsx')}`, `/${index.spec.name}/${path(model, 'csv')}`];

/** get_import_templates(), from which Odoo's import page offers the files. */
export function printImportTemplates(model: Model, index: SpecIndex, imports: Imports): string | null {
  if (!model.importTemplate) return null;
  imports.use('api');
  const [xlsx, csv] = importTemplatePaths(model, index);
  const one = (label: string, template: string) => dict([
    ['label', call('self.env._', [pythonString(label)])],
    ['template', pythonString(template)],
  ]);
  const code = list([one('Import template (spreadsheet)', xlsx), one('Import template (CSV)', csv)]);
  return method('get_import_templates(self)', layout(code, 2, 'return ').split('\n').map((line, i) => (i === 0 ? line : line.slice(8))), ['@api.model']);
}

function rowsOf(model: Model, index: SpecIndex): string[][] {
  const fields = model.fields.filter((field) => TYPED.has(field.type) && field.compute === undefined && field.related === undefined && !field.readonly && field.name !== 'active');
  const examples = index.spec.demo.filter((record) => record.model === model.name).slice(0, MOST_EXAMPLES)
    .map((record) => fields.map((field) => exampleText(record.values[field.name], field)));
  return [fields.map((field) => field.label), ...examples];
}

/** A literal as a person types it; a cell for what only the database knows stays empty. */
function exampleText(value: unknown, field: Field): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.startsWith('=')) return '';
  return field.options?.find((option) => option.id === value)?.label ?? value;
}
