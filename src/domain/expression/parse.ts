import jsep from 'jsep';
import { BuilderError } from '../errors.js';
import { nearest } from '../nearest.js';
import { COMPARISONS, SPECIAL_NAMES, type BinaryOperator, type Expression, type LiteralValue, type SpecialName } from './ast.js';
import { FUNCTIONS, arity, functionInfo, isFunctionName } from './functions.js';

const MAX_LENGTH = 1000;
/** Deeper than this nobody reads it, and the printers recurse. */
const MAX_DEPTH = 60;
const OPEN = '('.charCodeAt(0);
const CLOSE = ')'.charCodeAt(0);

const BINARY: Readonly<Record<BinaryOperator, number>> = {
  or: 1, and: 2, '==': 6, '!=': 6, '<': 6, '<=': 6, '>': 6, '>=': 6, in: 6, 'not in': 6, '+': 9, '-': 9, '*': 10, '/': 10, '%': 10,
};
/** What people write out of habit, and what this language calls it. */
const INSTEAD: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '!': 'not', '===': '==', '!==': '!=', '<>': '!=' };

let configured = false;
/** jsep keeps its grammar in one place for the whole process. */
function configure(): void {
  if (configured) return;
  configured = true;
  jsep.removeAllBinaryOps();
  for (const [operator, precedence] of Object.entries(BINARY)) jsep.addBinaryOp(operator, precedence);
  for (const operator of ['&&', '||', '===', '!==', '<>']) jsep.addBinaryOp(operator, 6);
  jsep.removeAllUnaryOps();
  for (const operator of ['-', 'not', '!']) jsep.addUnaryOp(operator);
  jsep.addLiteral('True', true);
  jsep.addLiteral('False', false);
  jsep.addLiteral('None', null);
  // The tree forgets parentheses, but `not (a) == b` and `(not a) == b` differ, and so does a chain of comparisons.
  jsep.hooks.add('gobble-token', function rememberParentheses(env) {
    if (this.code !== OPEN) return;
    this.index += 1;
    const inner = this.gobbleExpressions(CLOSE);
    if (this.code !== CLOSE) this.throwError('A parenthesis is not closed');
    this.index += 1;
    const [only] = inner;
    if (inner.length !== 1 || only === undefined) this.throwError('Parentheses hold one expression');
    env.node = { type: 'Group', inner: only };
  });
}

/** A text as an expression tree. @throws BuilderError user `expression_invalid`; `details.position` counts from 0. */
export function parseExpression(text: string): Expression {
  configure();
  if (text.length > MAX_LENGTH) throw invalid(`An expression has at most ${MAX_LENGTH} characters.`, null);
  if (/^\s*$/.test(text)) throw invalid('The expression is empty.', 0);
  if (/^\s*[,;]|[,;]\s*$/.test(text)) throw invalid('An expression neither begins nor ends with a comma or semicolon.', null);
  let tree: jsep.Expression;
  try {
    tree = jsep(text);
  } catch (error) {
    throw syntaxError(text, error);
  }
  return convert(tree, 0);
}

function syntaxError(text: string, cause: unknown): BuilderError {
  const position = cause instanceof Error && 'index' in cause && typeof cause.index === 'number' ? cause.index : null;
  const said = cause instanceof Error && 'description' in cause && typeof cause.description === 'string' ? cause.description : 'It cannot be read';
  if (position !== null && /=/.test(text.slice(position, position + 1)) && text[position - 1] !== '=') return invalid('A comparison is written with two equal signs: ==.', position, cause);
  return invalid(`${said}.`, position, cause);
}

function invalid(message: string, position: number | null, cause?: unknown): BuilderError {
  return new BuilderError('user', 'expression_invalid', position === null ? message : `${message.replace(/\.$/, '')} (character ${position + 1}).`, { details: { position }, cause });
}

/** jsep's tree as ours; what the language does not have is named. */
function convert(node: unknown, depth: number): Expression {
  if (depth > MAX_DEPTH) throw invalid('The expression is nested too deeply.', null);
  if (!isNode(node)) throw invalid('A part of the expression is missing.', null);
  switch (node.type) {
    case 'Group': return convert(node.inner, depth + 1);
    case 'Literal': return { kind: 'literal', value: literal(node.value, node.raw) };
    case 'ArrayExpression': return { kind: 'list', items: list(node.elements).map((item) => literalOf(convert(item, depth + 1))) };
    case 'Identifier': case 'MemberExpression': return name(node);
    case 'UnaryExpression': return unary(node, depth);
    case 'BinaryExpression': return binary(node, depth);
    case 'CallExpression': return call(node, depth);
    case 'ConditionalExpression': throw invalid('There is no `? :`; write if(condition, then, else).', null);
    case 'Compound': throw invalid('These are several expressions; join them with an operator such as `and`.', null);
    default: throw invalid(`The language has no ${String(node.type)}.`, null);
  }
}

interface Node { readonly type: unknown; readonly [key: string]: unknown }

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function literal(value: unknown, raw: unknown): LiteralValue {
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalid(`The number ${String(raw)} is too large.`, null);
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) throw invalid(`The number ${String(raw)} is too large to be exact.`, null);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw invalid(`${String(raw)} is no value of this language.`, null);
}

function literalOf(expression: Expression): LiteralValue {
  if (expression.kind === 'literal') return expression.value;
  throw invalid("A list holds plain values only, e.g. ['draft', 'sent'].", null);
}

function name(node: Node): Expression {
  const segments = segmentsOf(node);
  const [first, ...rest] = segments;
  if (first === undefined) throw invalid('A name is missing.', null);
  return isSpecial(first) ? { kind: 'special', name: first, segments: rest } : { kind: 'path', segments: [first, ...rest] };
}

function isSpecial(text: string): text is SpecialName {
  return (SPECIAL_NAMES as readonly string[]).includes(text);
}

function segmentsOf(node: unknown): string[] {
  if (isNode(node) && node.type === 'Identifier' && typeof node.name === 'string') {
    if (/^[a-z][a-z0-9_]*$/.test(node.name)) return [node.name];
    throw invalid(`\`${node.name}\` is no field name: small letters, digits and underscores.`, null);
  }
  if (isNode(node) && node.type === 'MemberExpression' && node.computed !== true && node.optional !== true) return [...segmentsOf(node.object), ...segmentsOf(node.property)];
  throw invalid('A path is names with dots between them, e.g. partner_id.name; there is no [ ] and no ?. in it.', null);
}

function unary(node: Node, depth: number): Expression {
  if (node.operator === '!') throw invalid('Write `not` instead of `!`.', null);
  const operand = convert(node.argument, depth + 1);
  if (node.operator === 'not') return { kind: 'unary', operator: 'not', operand };
  if (operand.kind === 'literal' && typeof operand.value === 'number') return { kind: 'literal', value: -operand.value };
  return { kind: 'unary', operator: '-', operand };
}

function binary(node: Node, depth: number): Expression {
  const operator = String(node.operator);
  const instead = INSTEAD[operator];
  if (instead !== undefined) throw invalid(`Write \`${instead}\` instead of \`${operator}\`.`, null);
  if (!isBinary(operator)) throw invalid(`There is no operator ${operator}.`, null);
  if (BINARY[operator] > BINARY.and) {
    // jsep binds `not` tightest; here, as in Python, it covers the comparison: not a == b is not (a == b).
    const left = withoutLeadingNot(node.left);
    if (left !== null) return convert({ type: 'UnaryExpression', operator: 'not', argument: { ...node, left } }, depth);
    if (isBareNot(node.right)) throw invalid(`Put the \`not\` after \`${operator}\` in parentheses.`, null);
  }
  if (isComparison(operator) && (isBareComparison(node.left) || isBareComparison(node.right))) throw invalid('Comparisons are not chained: write a < b and b < c.', null);
  return { kind: 'binary', operator, left: convert(node.left, depth + 1), right: convert(node.right, depth + 1) };
}

function isBinary(operator: string): operator is BinaryOperator {
  return Object.hasOwn(BINARY, operator);
}

function isComparison(operator: unknown): boolean {
  return (COMPARISONS as readonly unknown[]).includes(operator);
}

function isBareComparison(node: unknown): boolean {
  return isNode(node) && node.type === 'BinaryExpression' && isComparison(node.operator);
}

function isBareNot(node: unknown): node is Node {
  return isNode(node) && node.type === 'UnaryExpression' && node.operator === 'not';
}

/** `not a + b` as jsep has it, `(not a) + b`, without the `not`; null when it does not begin with one. */
function withoutLeadingNot(node: unknown): unknown {
  if (isBareNot(node)) return node.argument;
  if (!isNode(node) || node.type !== 'BinaryExpression' || !isBinary(String(node.operator)) || ['and', 'or'].includes(String(node.operator))) return null;
  const left = withoutLeadingNot(node.left);
  return left === null ? null : { ...node, left };
}

function call(node: Node, depth: number): Expression {
  const callee = isNode(node.callee) && node.callee.type === 'Identifier' ? String(node.callee.name) : null;
  if (callee === null) throw invalid('Only the functions of this language can be called; records have no methods here.', null);
  if (!isFunctionName(callee)) throw invalid(`There is no function ${callee}().${nearest(callee, Object.keys(FUNCTIONS), (found) => ` Did you mean ${found}()?`)}`, null);
  const args = list(node.arguments).map((argument) => convert(argument, depth + 1));
  const { least, most } = arity(functionInfo(callee));
  if (args.length < least || args.length > most) throw invalid(`${callee}() takes ${span(least, most)}, not ${args.length}; e.g. ${functionInfo(callee).example}.`, null);
  return { kind: 'call', name: callee, args };
}

function span(least: number, most: number): string {
  if (most === least) return `${least} argument${least === 1 ? '' : 's'}`;
  return most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most} arguments`;
}
