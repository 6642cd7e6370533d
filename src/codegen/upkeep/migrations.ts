import type { ModuleFile } from '../../domain/module-file.js';
import type { Migration } from '../../domain/module-spec/upkeep.js';
import { Imports } from '../python/imports.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { bulkSetLines } from './bulk-set.js';
import { RENAME_FIELD, RENAME_MODEL, RENAME_OPTION } from './rename-functions.js';

/** `migrations/19.0.1.1.0/pre-migration.py` and `post-migration.py`: Odoo runs them when it updates a module that is older. */
export function migrationFiles(index: SpecIndex): readonly ModuleFile[] {
  return index.spec.migrations.flatMap((migration) => {
    const folder = `migrations/${index.spec.odooVersion}.${migration.version}`;
    const files = [['pre', before(migration, index)], ['post', after(migration, index)]] as const;
    return files.flatMap(([when, content]) => (content === null ? [] : [{ path: `${folder}/${when}-migration.py`, content }]));
  });
}

/** Names change while the tables are as they were: all that Odoo keeps under the old ones goes along. */
function before({ models, fields, options }: Migration, index: SpecIndex): string | null {
  const calls = [
    ...models.map(({ from, to }) => `rename_model(cr, "${from}", "${to}")`),
    ...fields.map(({ model, from, to }) => `rename_field(cr, "${model}", "${from}", "${to}")`),
    ...options.map(({ model, field, from, to }) => `rename_option(cr, "${model}", "${field}", "${from}", "${to}")`),
  ];
  if (calls.length === 0) return null;
  const functions = [
    ...(models.length > 0 ? [RENAME_MODEL] : []),
    ...(fields.length > 0 ? [RENAME_FIELD] : []),
    ...(options.length > 0 ? [RENAME_OPTION] : []),
  ];
  const imports = new Imports();
  imports.use('sql');
  const main = ['def migrate(cr, version):', ...calls.map((line) => `    ${line}`)].join('\n');
  return `${imports.print()}\n\nMODULE = "${index.spec.name}"\n\n\n${[...functions, main].join('\n\n\n')}\n`;
}

function after({ set }: Migration, index: SpecIndex): string | null {
  if (set.length === 0) return null;
  const imports = new Imports();
  const lines = set.flatMap((each) => bulkSetLines(each, index, imports));
  const environment = `env = ${imports.use('api')}.Environment(cr, ${imports.use('SUPERUSER_ID')}, {})`;
  return `${imports.print()}\n\n\ndef migrate(cr, version):\n${[environment, ...lines].map((line) => `    ${line}`).join('\n')}\n`;
}

