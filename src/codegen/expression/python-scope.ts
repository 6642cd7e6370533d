import type { Imports } from '../python/imports.js';
import type { SpecIndex } from '../spec/spec-index.js';

/** A record that expressions may name, e.g. one of an earlier step. */
export interface NamedRecord { readonly code: string; readonly model: string }

/** What the names of an expression mean in the Python around it. */
export interface PythonScope {
  readonly index: SpecIndex;
  readonly imports: Imports;
  /** The record whose fields bare names are: its variable and model; null where there is none (defaults, data). */
  readonly record: NamedRecord | null;
  /** What `record` is where bare names are the fields of another record: of a line, say. */
  readonly outer?: NamedRecord;
  /** Records that go by a name. */
  named(name: string): NamedRecord | null;
  /** The environment. */
  readonly env: string;
  readonly user: string;
  readonly company: string;
  readonly companies: string;
  readonly today: string;
  readonly now: string;
}

/** The scope inside a method of a model, for its record in the variable `code`. */
export function methodScope(index: SpecIndex, imports: Imports, record: NamedRecord | null): PythonScope {
  return scopeOf(index, imports, record, 'self.env', 'context_today(self)');
}

/** The scope of a function outside of any model, which has an environment `env` at hand. */
export function envScope(index: SpecIndex, imports: Imports, record: NamedRecord | null, env: 'env' | 'request.env'): PythonScope {
  return scopeOf(index, imports, record, env, 'today()');
}

function scopeOf(index: SpecIndex, imports: Imports, record: NamedRecord | null, env: string, today: string): PythonScope {
  return {
    index,
    imports,
    record,
    named: (name) => {
      const model = index.recordModel(name);
      return model === null ? null : { code: `${env}.ref("${index.xmlId(name)}")`, model };
    },
    env,
    user: `${env}.user`,
    company: `${env}.company`,
    companies: `${env}.companies`,
    get today() { return `${imports.use('fields')}.Date.${today}`; },
    get now() { return `${imports.use('fields')}.Datetime.now()`; },
  };
}
