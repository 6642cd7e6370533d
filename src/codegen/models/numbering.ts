import type { Model } from '../../domain/module-spec/models.js';
import type { Imports } from '../python/imports.js';
import { underscored } from '../python/names.js';
import { pythonString } from '../text/python-string.js';
import { method } from './method.js';

/** In create(): the next number of the model's sequence for each record that has none. */
export function numberLines(model: Model, imports: Imports): string[] {
  imports.use('api');
  const field = model.sequence?.field ?? 'name';
  const company = model.fields.some(({ name }) => name === 'company_id') ? 'vals.get("company_id") or self.env.company.id' : 'self.env.company.id';
  const draw = model.sequence?.perCompany === true
    ? fitted([`vals["${field}"] = self._next_number(`, company, ')'])
    : fitted([`vals["${field}"] = self.env["ir.sequence"].next_by_code(`, pythonString(model.name), ')']);
  return [
    'new = self.env._("New")',
    'for vals in vals_list:',
    `    if vals.get("${field}", new) == new:`,
    ...draw.map((line) => `        ${line}`),
  ];
}

function fitted([open = '', inner = '', close = '']: readonly string[]): string[] {
  const oneLine = open + inner + close;
  return oneLine.length + 16 <= 88 ? [oneLine] : [open, `    ${inner}`, close];
}

/** The sequence of a company is made when its first number is drawn: companies come and go. Null when all companies share one. */
export function printNextNumber(model: Model, module: string, imports: Imports): string | null {
  const { sequence } = model;
  if (sequence?.perCompany !== true) return null;
  imports.use('api');
  return method('_next_number(self, company_id)', [
    '"""The next number in a company, each of which counts for itself."""',
    'Sequence = self.env["ir.sequence"].sudo()',
    `own = [("code", "=", ${pythonString(model.name)}), ("company_id", "=", company_id)]`,
    'sequence = Sequence.search(own, limit=1)',
    'if not sequence:',
    '    sequence = Sequence.create(',
    '        {',
    `            "name": ${pythonString(model.label)},`,
    `            "code": ${pythonString(model.name)},`,
    `            "prefix": ${pythonString(sequence.prefix)},`,
    `            "padding": ${sequence.padding},`,
    ...(sequence.yearly ? ['            "use_date_range": True,'] : []),
    '            "implementation": "no_gap",',
    '            "company_id": company_id,',
    '        }',
    '    )',
    '    # It goes when the module goes.',
    '    self.env["ir.model.data"].sudo().create(',
    '        {',
    `            "module": ${pythonString(module)},`,
    `            "name": f"seq_${underscored(model.name)}_company_{company_id}",`,
    '            "model": "ir.sequence",',
    '            "res_id": sequence.id,',
    '            "noupdate": True,',
    '        }',
    '    )',
    'return sequence.next_by_id()',
  ], ['@api.model']);
}
