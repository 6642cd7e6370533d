import { parseExpression } from '../../domain/expression/parse.js';
import type { BulkSet } from '../../domain/module-spec/upkeep.js';
import { domainTerms } from '../expression/domain.js';
import { envScope } from '../expression/python-scope.js';
import { valuesCode } from '../expression/value.js';
import type { Imports } from '../python/imports.js';
import { call, layout, list } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';

/** Sets fields of records, archived ones too, in the body of a function that has `env`. */
export function bulkSetLines(set: BulkSet, index: SpecIndex, imports: Imports): string[] {
  const record = recordVariable(set.model);
  const values = valuesCode(set.values, envScope(index, imports, { code: record, model: set.model }, 'env'), set.model);
  const domain = set.where === undefined ? [] : domainTerms(parseExpression(set.where), { index, model: set.model, place: { kind: 'python', user: 'env.user', named: () => null } });
  const found = call(`env[${pythonString(set.model)}].with_context(active_test=False).search`, [list(domain)]);
  return [
    ...cut(layout(found, 1, 'records = '), 1),
    `for ${record} in records:`,
    ...cut(layout(call(`${record}.write`, [values]), 2), 2).map((line) => `    ${line}`),
  ];
}

const cut = (text: string, depth: number): string[] => text.split('\n').map((line, i) => (i === 0 ? line : line.slice(depth * 4)));
