import type { Expression } from '../../domain/expression/ast.js';
import { parseExpression } from '../../domain/expression/parse.js';
import type { Filling, JourneyValue } from '../../domain/journey.js';
import type { Field } from '../../domain/module-spec/fields.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { seenValue } from './values.js';

/** What has to hold, as far as one field of the record shows it, and how many parts of it none does. */
export function shownParts(text: string, model: string, index: SpecIndex, known: ReadonlySet<string>): { readonly looks: readonly Filling[]; readonly unsaid: number } {
  const parts = conjuncts(parseExpression(text)).map((part) => shown(part, model, index, known));
  const looks = parts.filter((part) => part !== null);
  return { looks, unsaid: parts.length - looks.length };
}

const conjuncts = (node: Expression): Expression[] => (node.kind === 'binary' && node.operator === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node]);

/** `field == value`, `flag`, `not flag`. */
function shown(node: Expression, model: string, index: SpecIndex, known: ReadonlySet<string>): Filling | null {
  const fieldOf = (side: Expression): Field | null => (side.kind === 'path' && side.segments.length === 1 ? index.field(model, side.segments[0]) : null);
  const look = (field: Field, value: JourneyValue | null): Filling | null => (value === null ? null : { field: field.name, label: field.label, value });
  if (node.kind === 'unary' && node.operator === 'not') {
    const field = fieldOf(node.operand);
    return field?.type === 'boolean' ? look(field, { kind: 'truth', truth: false }) : null;
  }
  const flag = fieldOf(node);
  if (flag !== null) return flag.type === 'boolean' ? look(flag, { kind: 'truth', truth: true }) : null;
  if (node.kind !== 'binary' || node.operator !== '==') return null;
  const [left, right] = [fieldOf(node.left), fieldOf(node.right)];
  if (left !== null) return look(left, seenValue(node.right, left, known));
  return right === null ? null : look(right, seenValue(node.left, right, known));
}
