import { BuilderError, type Mistake } from '../errors.js';
import { nearest } from '../nearest.js';
import { isNewer } from './version.js';
import type { Model } from './models.js';
import type { ModuleSpec } from './module-spec.js';
import { parseModuleSpec } from './parse.js';
import { selectionsOf } from './selections.js';
import type { Migration } from './upkeep.js';

const KINDS = ['models', 'fields', 'options'] as const;
type Renames = Pick<Migration, (typeof KINDS)[number]>;

/** What `renamedFrom` says, held against the revision before: what is new in this one, and what an earlier one brought already. */
interface Found {
  readonly fresh: Renames;
  readonly done: Renames;
  readonly mistakes: readonly Mistake[];
}

/**
 * The revision with a migration for what has another name than in the one before, so that its data goes along. Odoo runs
 * migrations only when the version grows: it does here when the revision itself does not say so.
 * @param before null of a first revision
 * @throws BuilderError user `spec_invalid` when a former name is not in the revision before
 */
export function withRenames(before: ModuleSpec | null, spec: ModuleSpec): ModuleSpec {
  const { fresh, done, mistakes } = found(before, spec);
  if (mistakes.length > 0) throw new BuilderError('user', 'spec_invalid', `The module spec has ${mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`}.`, { mistakes });
  if (before === null || (isNone(fresh) && isNone(done))) return spec;
  const carried = before.migrations.filter(({ version, ...each }) => !spec.migrations.some((mine) => mine.version === version) && KINDS.some((kind) => each[kind].some((one: object) => has(done[kind], one))));
  const said = spec.migrations.some((each) => KINDS.every((kind) => fresh[kind].every((one: object) => has(each[kind], one))));
  const version = isNone(fresh) || said ? latest(before.version, spec.version) : isNewer(spec.version, before.version) ? spec.version : nextMinor(before.version);
  const migrations = [...carried, ...spec.migrations];
  return parseModuleSpec({ ...spec, version, migrations: isNone(fresh) || said ? migrations : merged(migrations, version, fresh) });
}

function found(before: ModuleSpec | null, spec: ModuleSpec): Found {
  const none = (): Renames => ({ models: [], fields: [], options: [] });
  const [fresh, done] = [none(), none()];
  const mistakes: Mistake[] = [];
  const tell = (path: string, message: string, hint: string): void => void mistakes.push({ path, message, hint });
  spec.models.forEach((model, at) => {
    const path = `models[${at}]`;
    const old = before?.models.find(({ name }) => name === model.name) ?? before?.models.find(({ name }) => name === model.renamedFrom) ?? null;
    if (model.renamedFrom !== undefined) {
      const rename = { from: model.renamedFrom, to: model.name };
      if (before === null || old === null) tell(`${path}.renamedFrom`, noModel(before, model.renamedFrom), nearest(model.renamedFrom, before?.models.map(({ name }) => name) ?? []) || FIRST);
      else (old.name === model.name ? done : fresh).models.push(rename);
    }
    model.fields.forEach((field, index) => {
      if (field.renamedFrom === undefined) return;
      const place = `${path}.fields[${index}].renamedFrom`;
      const same = old?.fields.find(({ name }) => name === field.name);
      const former = same ?? old?.fields.find(({ name }) => name === field.renamedFrom);
      if (former === undefined) tell(place, `${asOf(before)} \`${old?.name ?? model.name}\` has no field \`${field.renamedFrom}\`.`, nearest(field.renamedFrom, namesOf(old)) || FIRST);
      else if (former.type !== field.type) tell(place, `\`${field.renamedFrom}\` was a ${former.type}, \`${field.name}\` is a ${field.type}: its values do not fit.`, 'Keep the type, or take `renamedFrom` out and fill the new field in by a migration.');
      else (same === undefined ? fresh : done).fields.push({ model: model.name, from: field.renamedFrom, to: field.name });
    });
    for (const { field, options, place, renamedFrom } of selectionsOf(model)) {
      const were = old === null ? [] : selectionsOf(old);
      const known = (were.find((each) => each.field === field) ?? were.find((each) => each.field === renamedFrom))?.options.map(({ id }) => id) ?? [];
      options.forEach(({ id, renamedFrom: from }, index) => {
        if (from === undefined) return;
        if (!known.includes(id) && !known.includes(from)) tell(`${path}.${place}.options[${index}].renamedFrom`, `${asOf(before)} \`${field}\` of \`${old?.name ?? model.name}\` has no option '${from}'.`, nearest(from, known) || FIRST);
        else (known.includes(id) ? done : fresh).options.push({ model: model.name, field, from, to: id });
      });
    }
  });
  return { fresh, done, mistakes };
}

const FIRST = 'Name it as it was called in the revision before; of a module that is in use elsewhere, say it in `migrations`.';
const asOf = (before: ModuleSpec | null): string => (before === null ? 'There is no revision before this one, so' : 'In the revision before');
const noModel = (before: ModuleSpec | null, name: string): string => `${asOf(before)} there is no model \`${name}\`.`;
const namesOf = (model: Model | null): readonly string[] => model?.fields.map(({ name }) => name) ?? [];
const isNone = (renames: Renames): boolean => KINDS.every((kind) => renames[kind].length === 0);
const has = <T extends object>(all: readonly T[], one: T): boolean => all.some((each) => JSON.stringify(Object.entries(each).toSorted()) === JSON.stringify(Object.entries(one).toSorted()));

/** In the migration to the version, which is made where there is none. */
function merged(migrations: readonly Migration[], version: string, fresh: Renames): readonly Migration[] {
  const mine: Migration = migrations.find((each) => each.version === version) ?? { version, models: [], fields: [], options: [], set: [] };
  const grown = { ...mine, ...Object.fromEntries(KINDS.map((kind) => [kind, [...mine[kind], ...fresh[kind].filter((one: object) => !has(mine[kind], one))]])) };
  return [...migrations.filter((each) => each.version !== version), grown];
}

const latest = (a: string, b: string): string => (isNewer(a, b) ? a : b);

/** `1.0.3` → `1.1.0`. */
function nextMinor(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return `${major}.${minor + 1}.0`;
}
