import { OPERATIONS, type AccessCell, type Operation } from './check.js';
import { impliedModels } from './module-spec/implied.js';
import type { ModuleSpec } from './module-spec/module-spec.js';

type Row = ModuleSpec['models'][number]['access'][number];
const RIGHT: Readonly<Record<Operation, (row: Row) => boolean>> = { read: ({ read }) => read, write: ({ write }) => write, create: ({ create }) => create, unlink: (row) => row.delete };

/** Every employee is in it, whatever else they are in. */
const EMPLOYEE = 'base.group_user';

/** What the specification lets each of its own groups do with each of its own models; implied groups count. */
export function accessMatrix(spec: Pick<ModuleSpec, 'name' | 'groups' | 'models'>): readonly AccessCell[] {
  const full = (id: string): string => (id.includes('.') ? id : `${spec.name}.${id}`);
  const implied = new Map(spec.groups.map(({ id, implies }) => [full(id), implies.map(full)]));
  const held = (group: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (!seen.has(group)) {
      seen.add(group);
      for (const each of implied.get(group) ?? []) held(each, seen);
    }
    return seen;
  };
  return [...spec.models, ...impliedModels(spec)].filter((model) => !model.extends).flatMap((model) =>
    [...implied.keys()].flatMap((group) => {
      const groups = new Set([...held(group), EMPLOYEE]);
      const rows = model.access.filter((row) => groups.has(full(row.group)));
      return OPERATIONS.map((operation) => ({ model: model.name, group, operation, allowed: rows.some(RIGHT[operation]) }));
    }),
  );
}
