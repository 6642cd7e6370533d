import { OPERATIONS, type AccessCell, type Operation } from './check.js';
import type { Expression } from './expression/ast.js';
import { parseExpression } from './expression/parse.js';
import { impliedModels, impliedRules } from './module-spec/implied.js';
import type { ModuleSpec } from './module-spec/module-spec.js';

type Row = ModuleSpec['models'][number]['access'][number];
const RIGHT: Readonly<Record<Operation, (row: Row) => boolean>> = { read: ({ read }) => read, write: ({ write }) => write, create: ({ create }) => create, unlink: (row) => row.delete };

/** Every employee is in it, whatever else they are in. */
const EMPLOYEE = 'base.group_user';

/** What the specification lets each of its own groups do with each of its own models; implied groups count; and that a record of another company is not shown where a rule for everybody says so. */
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
      const cells = OPERATIONS.map((operation): AccessCell => ({ model: model.name, group, operation, allowed: rows.some(RIGHT[operation]) }));
      const isKept = rows.some(RIGHT.read) && [...model.rules, ...impliedRules(model)].some((rule) => rule.groups.length === 0 && rule.read && keepsElsewhere(parseExpression(rule.where)));
      return isKept ? [...cells, { model: model.name, group, operation: 'read', allowed: false, elsewhere: true } satisfies AccessCell] : cells;
    }),
  );
}

/** A record of another company does not fit the rule, whatever else is in the record: `company_id in companies and ...`. */
function keepsElsewhere(node: Expression): boolean {
  if (node.kind !== 'binary') return false;
  if (node.operator === 'and') return keepsElsewhere(node.left) || keepsElsewhere(node.right);
  if (node.operator === 'or') return keepsElsewhere(node.left) && keepsElsewhere(node.right);
  const isCompany = node.left.kind === 'path' && node.left.segments.join('.') === 'company_id';
  const isOwn = node.right.kind === 'special' && node.right.segments.length === 0 && ((node.operator === 'in' && node.right.name === 'companies') || (node.operator === '==' && node.right.name === 'company'));
  return isCompany && (isOwn || (node.operator === '==' && node.right.kind === 'literal' && node.right.value === null));
}
