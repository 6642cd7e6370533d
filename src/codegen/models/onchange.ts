import { parseExpression } from '../../domain/expression/parse.js';
import type { Model } from '../../domain/module-spec/models.js';
import { printPython } from '../expression/python.js';
import { methodScope } from '../expression/python-scope.js';
import { valueCode } from '../expression/value.js';
import type { Imports } from '../python/imports.js';
import { call, layout } from '../python/layout.js';
import { requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { bodyLines, condition, method } from './method.js';

/** `@api.onchange(…) def _onchange_category(self): …`: in a form, before it is saved. */
export function printOnchanges(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const scope = methodScope(index, imports, { code: 'self', model: model.name });
  return model.onchanges.map((onchange) => {
    imports.use('api');
    const head = `_onchange_${onchange.id.replace(/^onchange_/, '')}(self)`;
    const decorators = layout(call('@api.onchange', onchange.fields.map(pythonString)), 1).split('\n').map((line, i) => (i === 0 ? line : line.slice(4)));
    const sets = onchange.words === undefined
      ? Object.entries(onchange.set).flatMap(([name, value]) => layout(valueCode(value, scope, index.facts(model.name, name).type), 2, `self.${name} = `).split('\n').map((line, i) => (i === 0 ? line : line.slice(8))))
      : bodyLines(requireBody(bodies, slotId(model.name, 'onchange', onchange.id)), imports);
    if (onchange.when === undefined) return method(head, sets, decorators);
    return method(head, [...condition('if ', printPython(parseExpression(onchange.when), scope).code, ':', 2), ...sets.map((line) => (line === '' ? '' : `    ${line}`))], decorators);
  });
}
