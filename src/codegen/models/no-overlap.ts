import { parseExpression } from '../../domain/expression/parse.js';
import { pathsOf } from '../../domain/expression/paths.js';
import type { Constraint, Model } from '../../domain/module-spec/models.js';
import { domainTerms } from '../expression/domain.js';
import { negate } from '../expression/negate.js';
import { printPython } from '../expression/python.js';
import { methodScope } from '../expression/python-scope.js';
import type { Imports } from '../python/imports.js';
import { call, layout, list } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { condition } from './method.js';
import { raiseLines } from './raise.js';

/** The fields on which a constraint against overlaps depends, and its body. Null for another constraint. */
export function overlapCheck(constraint: Constraint, model: Model, index: SpecIndex, imports: Imports): { readonly fields: readonly string[]; readonly body: readonly string[] } | null {
  const { noOverlap, where } = constraint;
  if (noOverlap === undefined) return null;
  const { start, stop, by } = noOverlap;
  const record = recordVariable(model.name);
  const active = model.fields.some(({ name }) => name === 'active');
  const asked = where === undefined ? null : parseExpression(where);
  const scope = methodScope(index, imports, { code: record, model: model.name });
  // Of moments one may begin when another ends; of days both count.
  const orEqual = index.facts(model.name, start).type === 'date' ? '=' : '';
  const same = by.map((name) => `("${name}", "=", ${record}.${name}${['many2one', 'reference'].includes(index.facts(model.name, name).type) ? '.id' : ''})`);
  const skipped = [`not ${record}.${start}`, ...(active ? [`not ${record}.active`] : []), ...by.map((name) => `not ${record}.${name}`)];
  const terms = [
    `("id", "!=", ${record}.id)`, ...same,
    '"|"', `("${stop}", "=", False)`, `("${stop}", ">${orEqual}", ${record}.${start})`,
    ...(asked === null ? [] : domainTerms(asked, { index, model: model.name, place: { kind: 'python', user: 'self.env.user', named: () => null } })),
  ];
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);
  return {
    fields: [...new Set([start, stop, ...by, ...(active ? ['active'] : []), ...(asked === null ? [] : pathsOf(asked).map(([first]) => first ?? ''))])],
    body: [
      `for ${record} in self:`,
      ...indented(condition('if ', skipped.join(' or '), ':', 3)), '        continue',
      ...(asked === null ? [] : [...indented(condition('if ', printPython(negate(asked), scope).code, ':', 3)), '        continue']),
      ...indented(layout(list(terms), 3, 'others = ').split('\n').map((line, i) => (i === 0 ? line : line.slice(12)))),
      `    if ${record}.${stop}:`,
      `        others.append(("${start}", "<${orEqual}", ${record}.${stop}))`,
      // Whoever may not see the other record must not book over it either.
      ...indented(layout(call('self.sudo().search_count', ['others'], { limit: '1' }), 3, 'if ', ':').split('\n')),
      ...raiseLines('ValidationError', constraint.message, 4, imports).map((line) => `        ${line}`),
    ],
  };
}
