import { parseExpression } from '../../domain/expression/parse.js';
import type { Constraint, Model } from '../../domain/module-spec/models.js';
import { constraintAttribute } from '../models/constraints.js';
import { method } from '../models/method.js';
import type { Imports } from '../python/imports.js';
import { call, dict, flat, layout, type Code } from '../python/layout.js';
import { underscored } from '../python/names.js';
import { constraintMethod } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { edgeCases, type EdgeCase, type EdgeKind } from './edges.js';

/** PostgreSQL cuts names off here, and Odoo gives a constraint with a longer one another. */
const MAX_SQL_NAME = 63;

const ROW_CHECK = `    def fits(self, model, name, values):
        """Whether the database's check takes a row with these values."""
        query = "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s"
        check = SQL(self.env.execute_query(SQL(query, name))[0][0].replace("%", "%%"))
        table = SQL.identifier(self.env[model]._table)
        row = SQL("jsonb_populate_record(NULL::%s, %s)", table, dumps(values))
        return self.env.execute_query(SQL("SELECT %s FROM %s AS checked", check, row))[0][0]`;

const RECORD_CHECK = `    def holds(self, check):
        """Whether a record's check of itself refuses nothing."""
        try:
            check()
        except ValidationError:
            return False
        return True`;

/** Each constraint on a record's own numbers, days and lengths turns where the specification says; empty where there is none. */
export function constraintsTest(index: SpecIndex, imports: Imports): readonly string[] {
  const uses = { row: false, record: false };
  const lines = index.models.flatMap((model) => model.constraints.flatMap((constraint) => {
    const condition = constraint.check ?? constraint.holds;
    const name = `${underscored(model.name)}${constraintAttribute(constraint)}`;
    if (condition === undefined || (constraint.check !== undefined && name.length > MAX_SQL_NAME)) return [];
    return edgeCases(parseExpression(condition), (field) => kindOf(field, model)).flatMap((one) => {
      uses[constraint.check === undefined ? 'record' : 'row'] = true;
      return checked(one, constraint, model, name);
    });
  }));
  if (lines.length === 0) return [];
  if (uses.row) for (const needed of ['SQL', 'dumps'] as const) imports.use(needed);
  if (uses.record) imports.use('ValidationError');
  return [
    ...(uses.row ? [ROW_CHECK] : []), ...(uses.record ? [RECORD_CHECK] : []),
    method('test_constraints(self)', ['"""Constraints turn where the specification says, and nowhere else."""', ...lines]),
  ];
}

function checked({ values, holds }: EdgeCase, constraint: Constraint, model: Model, name: string): string[] {
  const given = dict(Object.entries(values).map(([field, value]) => [field, typeof value === 'number' ? String(value) : /^x+$/.test(value) ? `"x" * ${value.length}` : pythonString(value)] as const));
  const own = pythonString(model.name);
  const asked: Code = constraint.check === undefined
    ? call('self.holds', [`self.env[${own}].new(${flat(given)}).${constraintMethod(constraint.id)}`])
    : call('self.fits', [own, pythonString(name), given]);
  return layout(call(`self.assert${holds ? 'True' : 'False'}`, [asked]), 2).split('\n').map((line, i) => (i === 0 ? line : line.slice(8)));
}

/** What is computed, kept by company or translated cannot be given just so. */
function kindOf(name: string, model: Model): EdgeKind | null {
  const field = model.fields.find((each) => each.name === name);
  if (field === undefined || field.compute !== undefined || field.related !== undefined || field.companyDependent || field.translate) return null;
  switch (field.type) {
    case 'integer': case 'float': case 'monetary': return 'number';
    case 'char': case 'text': return 'text';
    case 'date': case 'datetime': return field.type;
    default: return null;
  }
}
