import type { NamedRecord, PythonScope } from '../expression/python-scope.js';
import type { Imports } from '../python/imports.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { userAttribute } from './users.js';

/** What one test knows: the records of earlier steps, by their name. */
export interface TestScope {
  readonly index: SpecIndex;
  readonly imports: Imports;
  readonly records: Map<string, NamedRecord>;
}

/** A name as code: a record of an earlier step, or one of the module's data. */
export function namedRecord(scope: TestScope, name: string): NamedRecord | null {
  const earlier = scope.records.get(name);
  if (earlier !== undefined) return earlier;
  const model = scope.index.recordModel(name);
  return model === null ? null : { code: `self.env.ref("${scope.index.xmlId(name)}")`, model };
}

/** The user of a step as code: the one of its group, else the superuser of tests. */
export function userCode(group: string | undefined): string {
  return group === undefined ? 'self.env.user' : `self.${userAttribute(group)}`;
}

/** Expressions in a step; bare names are fields of `record` if there is one. */
export function stepScope(scope: TestScope, group: string | undefined, record: NamedRecord | null): PythonScope {
  const user = userCode(group);
  return {
    index: scope.index,
    imports: scope.imports,
    record,
    named: (name) => namedRecord(scope, name),
    env: 'self.env',
    user,
    company: group === undefined ? 'self.env.company' : `${user}.company_id`,
    companies: group === undefined ? 'self.env.companies' : `${user}.company_ids`,
    get today() { return `${scope.imports.use('fields')}.Date.today()`; },
    get now() { return `${scope.imports.use('fields')}.Datetime.now()`; },
  };
}
