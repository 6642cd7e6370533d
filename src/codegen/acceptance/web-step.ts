import { BuilderError } from '../../domain/errors.js';
import type { Step } from '../../domain/module-spec/acceptance.js';
import { valuesCode } from '../expression/value.js';
import { call, tuple, type Code } from '../python/layout.js';
import { pythonString } from '../text/python-string.js';
import { namedRecord, stepScope, type TestScope } from './test-scope.js';

/** A page or an endpoint, as the user of the step, or as a visitor, and what the answer shows. @param user null for a visitor */
export function webStep(step: Step, scope: TestScope, user: string | null, criterion: string): Code {
  const answer = step.do === 'open' ? page(step, scope, user, criterion) : endpoint(step, scope, user, criterion);
  if (step.refused === true) return call('self.assertIsNone', [answer]);
  return call('self.assertAnswer', [answer], { shows: texts(step.shows), hides: texts(step.hides) });
}

/** The texts of a tuple, which needs a comma when there is one. */
function texts(list: readonly string[] | undefined): Code | undefined {
  if (list === undefined || list.length === 0) return undefined;
  return list.length === 1 ? `(${pythonString(list[0] ?? '')},)` : tuple(list.map(pythonString));
}

function page({ path = '' }: Step, scope: TestScope, user: string | null, criterion: string): Code {
  return call('self.answer', [user ?? 'None', pathCode(path, scope, criterion)]);
}

/** `/my/repairs/{repair}` with the ids of the records. */
function pathCode(path: string, scope: TestScope, criterion: string): string {
  const names = [...path.matchAll(/\{([a-z0-9_]*)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return pythonString(path);
  const ids = names.map((name) => {
    const record = namedRecord(scope, name);
    if (record === null) throw new BuilderError('user', 'record_unknown', `${criterion}: no earlier step makes the record \`${name}\`.`);
    return `${record.code}.id`;
  });
  return `${pythonString(path.replace(/\{[a-z0-9_]*\}/g, '%s'))} % ${ids.length === 1 ? ids[0] ?? '' : `(${ids.join(', ')})`}`;
}

function endpoint(step: Step, scope: TestScope, user: string | null, criterion: string): Code {
  const found = scope.index.spec.endpoints.find(({ id }) => id === step.endpoint);
  if (found === undefined) throw new BuilderError('user', 'endpoint_unknown', `${criterion}: there is no endpoint \`${step.endpoint ?? ''}\`.`);
  const given = found.does === 'create' ? valuesCode(step.values ?? {}, stepScope(scope, step.user, null), found.model) : undefined;
  if (found.auth === 'bearer' && user !== null) return call('self.bearer_answer', [user, pythonString(found.route)], { given });
  return call('self.answer', [user ?? 'None', pythonString(found.route)], { kind: pythonString(found.type === 'json' ? 'jsonrpc' : 'http'), given });
}
