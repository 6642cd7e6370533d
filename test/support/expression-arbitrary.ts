import fc from 'fast-check';
import type { Comparison, Expression } from '../../src/domain/expression/ast.js';
import type { FunctionName } from '../../src/domain/expression/functions.js';

/** What the place of an expression lets it say. */
export interface Sayable {
  readonly functions: readonly FunctionName[];
  /** Paths over relations. */
  readonly relations: boolean;
  /** `today()` and what is counted from it. */
  readonly clock: boolean;
  /** Days added to the date of a field, the days between two, and a division by what is calculated. */
  readonly calendar: boolean;
  /** A day that is written out, near those of the orders. */
  readonly day: string;
}

type Any = fc.Arbitrary<Expression>;

const literal = (value: string | number | boolean | null): Expression => ({ kind: 'literal', value });
const path = (text: string): Expression => {
  const [first = '', ...rest] = text.split('.');
  return { kind: 'path', segments: [first, ...rest] };
};
const paths = (...texts: readonly string[]): Any => fc.constantFrom(...texts).map(path);
const call = (name: FunctionName, ...args: readonly Any[]): Any => fc.tuple(...args).map((given): Expression => ({ kind: 'call', name, args: given }));
const binary = (operator: fc.Arbitrary<Extract<Expression, { kind: 'binary' }>['operator']>, left: Any, right: Any): Any =>
  fc.tuple(operator, left, right).map(([chosen, a, b]): Expression => ({ kind: 'binary', operator: chosen, left: a, right: b }));
const operators = <T extends string>(...names: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...names);
/** At this depth only the first alternative is left, everywhere in one expression. */
const depth = { maxDepth: 4, depthIdentifier: 'expression' };
const EQUALITY: readonly Comparison[] = ['==', '!='];
const ORDER: readonly Comparison[] = ['<', '<=', '>', '>='];

/** Fields of the world by kind (expression-world.ts). */
const OWN = { number: ['number', 'places', 'total'], text: ['name', 'code'], date: ['day', 'due'], moment: ['start', 'stop'], boolean: ['paid'] };
const OF_PARTY = { number: ['party_id.seats'], text: ['party_id.name'], date: ['party_id.since'], boolean: ['party_id.open'] };
const OF_LINE = { number: ['amount', 'price'], text: ['kind'], date: ['day'], boolean: ['done'] };

/** Conditions over an order of the world, and values of the other kinds, deep enough to need parentheses. */
export function expressions({ functions, relations, clock, calendar, day }: Sayable): { readonly condition: Any; readonly number: Any; readonly text: Any; readonly date: Any; readonly moment: Any } {
  const may = (name: FunctionName, made: () => Any): Any[] => (functions.includes(name) ? [made()] : []);
  const fields = (kind: keyof typeof OF_PARTY): string[] => [...OWN[kind], ...(relations ? OF_PARTY[kind] : [])];
  const lineCondition: Any = fc.oneof(
    paths(...OF_LINE.boolean),
    binary(operators(...EQUALITY), paths('kind'), fc.constantFrom('a', 'b', null).map(literal)),
    binary(operators(...ORDER, ...EQUALITY), paths('amount', 'price'), fc.constantFrom(0, 2, 0.5).map(literal)),
    binary(operators('and', 'or'), paths('done'), binary(operators(...ORDER), paths('day'), fc.constant<Expression>({ kind: 'call', name: 'today', args: [] }))),
  );
  const divisor: Any = fc.oneof(fc.constantFrom(2, 3, -2, 0).map(literal), paths(...OWN.number));
  const made = fc.letrec<{ condition: Expression; number: Expression; text: Expression; date: Expression; moment: Expression; period: Expression }>((tie) => ({
    number: fc.oneof(
      depth,
      fc.constantFrom(0, 1, 2, 3, -2, 0.5).map(literal),
      paths(...fields('number')),
      binary(operators('+', '-', '*'), tie('number'), tie('number')),
      binary(operators('/', '%'), tie('number'), calendar ? tie('number') : divisor),
      tie('number').map((operand): Expression => (operand.kind === 'literal' ? operand : { kind: 'unary', operator: '-', operand })),
      ...(calendar ? [binary(operators('-'), tie('date'), tie('date')), binary(operators('-'), tie('moment'), tie('moment'))] : []),
      ...may('abs', () => call('abs', tie('number'))),
      ...may('round', () => call('round', tie('number'), fc.constantFrom(0, 1).map(literal))),
      ...may('len', () => call('len', tie('text'))),
      ...may('coalesce', () => call('coalesce', tie('number'), tie('number'))),
      ...may('if', () => call('if', tie('condition'), tie('number'), tie('number'))),
      ...may('max', () => fc.oneof(call('max', tie('number'), tie('number')), call('min', tie('number'), tie('number')))),
      ...may('sum', () => fc.oneof(
        call('sum', paths('line_ids.amount', 'line_ids.price')), call('sum', paths('line_ids.amount', 'line_ids.price'), lineCondition), call('count', paths('line_ids')), call('count', paths('line_ids'), lineCondition),
        call('avg', paths('line_ids.price')), call('max', paths('line_ids.amount')), call('min', paths('line_ids.price')),
      )),
    ),
    text: fc.oneof(
      depth,
      fc.constantFrom('ada', 'x', "it's", 'a "b"').map(literal),
      paths(...fields('text')),
      binary(operators('+'), tie('text'), tie('text')),
      ...may('upper', () => fc.oneof(call('upper', tie('text')), call('lower', tie('text')))),
      ...may('coalesce', () => call('coalesce', tie('text'), fc.constant(literal('x')))),
      ...may('if', () => call('if', tie('condition'), tie('text'), tie('text'))),
      ...may('concat', () => call('concat', fc.constant(literal('-')), fc.oneof(tie('text'), tie('number').filter((node) => !fractional(node)), tie('date')))),
    ),
    date: fc.oneof(
      depth,
      paths(...fields('date')),
      ...may('this_month', () => call('this_month')),
      ...(clock ? [call('today'), binary(operators('+', '-'), call('today'), tie('period'))] : []),
      ...(clock && calendar ? [binary(operators('+', '-'), tie('date'), tie('period'))] : []),
      ...may('max', () => fc.oneof(call('max', tie('date'), tie('date')), call('min', tie('date'), tie('date')))),
      ...may('sum', () => fc.oneof(call('min', paths('line_ids.day')), call('max', paths('line_ids.day')))),
      ...may('coalesce', () => call('coalesce', tie('date'), tie('date'))),
      ...may('if', () => call('if', tie('condition'), tie('date'), tie('date'))),
    ),
    moment: fc.oneof(
      depth,
      paths(...OWN.moment),
      ...(clock ? [call('now'), binary(operators('+', '-'), call('now'), tie('period'))] : []),
      ...(clock && calendar ? [binary(operators('+', '-'), tie('moment'), tie('period'))] : []),
      ...may('coalesce', () => call('coalesce', tie('moment'), tie('moment'))),
    ),
    period: fc.oneof(
      depth,
      call('days', fc.constantFrom(1, 2, 14).map(literal)),
      call('months', fc.constantFrom(1, 2).map(literal)),
      ...(functions.includes('if') ? [call('days', paths('number')), call('months', paths('places')), call('months', binary(operators('/'), paths('places'), fc.constant(literal(2)))), call('days', paths('total')), call('years', fc.constant(literal(1)))] : []),
    ),
    condition: fc.oneof(
      depth,
      paths(...fields('boolean')),
      fc.oneof(paths(...fields('text'), ...fields('date'), ...OWN.moment)),
      binary(operators(...EQUALITY, ...ORDER), tie('number'), tie('number')),
      binary(operators(...EQUALITY, ...ORDER), tie('text'), tie('text')),
      binary(operators(...EQUALITY, ...ORDER), tie('date'), tie('date')),
      binary(operators(...EQUALITY, ...ORDER), tie('moment'), calendar ? fc.oneof(tie('moment'), tie('date')) : tie('moment')),
      binary(operators(...EQUALITY, ...ORDER), paths(...OWN.moment, ...OWN.date), fc.constant(literal(day))),
      ...(clock ? [binary(operators(...EQUALITY, ...ORDER), paths(...OWN.moment), call('today')), binary(operators(...EQUALITY, ...ORDER), call('today'), paths(...OWN.moment))] : []),
      binary(operators(...EQUALITY), fc.oneof(tie('text'), tie('date'), paths('kind', ...(relations ? ['party_id'] : []))), fc.constant(literal(null))),
      binary(operators(...EQUALITY), tie('condition').filter(isTruth), fc.boolean().map(literal)),
      binary(operators('in', 'not in'), paths('kind', 'name'), fc.constantFrom<Expression>({ kind: 'list', items: ['a', 'x'] }, { kind: 'list', items: ['ada'] })),
      binary(operators('in', 'not in'), paths('number', 'places'), fc.constant<Expression>({ kind: 'list', items: [2, 0] })),
      binary(operators('and', 'or'), tie('condition'), tie('condition')),
      tie('condition').map((operand): Expression => ({ kind: 'unary', operator: 'not', operand })),
      ...may('exists', () => call('exists', paths('name', 'day', 'number', 'paid', ...(relations ? ['party_id', 'line_ids'] : [])))),
      ...may('sum', () => call('exists', paths('line_ids'), lineCondition)),
    ),
  }));
  return made;
}

/** Conditions as a domain can say them: a field, perhaps of another record, against a value. */
export const domainConditions = (day: string): Any => fc.letrec<{ condition: Expression }>((tie) => {
  const relative = (clock: 'today' | 'now'): Any => fc.oneof(call(clock), binary(operators('+', '-'), call(clock), fc.oneof(call('days', fc.constantFrom(1, 2, 14).map(literal)), call('months', fc.constant(literal(1))))));
  const empty: Any = fc.constant(literal(null));
  const field = (kind: keyof typeof OF_PARTY): Any => paths(...OWN[kind], ...OF_PARTY[kind]);
  const either = (comparisons: readonly Comparison[], left: Any, right: Any): Any => fc.oneof(binary(operators(...comparisons), left, right), binary(operators(...comparisons), right, left));
  return {
    condition: fc.oneof(
      depth,
      field('boolean'),
      fc.oneof(field('text'), field('date'), paths('party_id')),
      either([...EQUALITY, ...ORDER], field('number'), fc.constantFrom(0, 2, 3, -3, 2.5).map(literal)),
      either([...EQUALITY, ...ORDER], field('text'), fc.constantFrom('ada', 'b', "it's").map(literal)),
      either([...EQUALITY, ...ORDER], field('date'), fc.oneof(relative('today'), fc.constant(literal(day)))),
      either(ORDER, paths(...OWN.moment), relative('now')),
      either([...EQUALITY, ...ORDER], paths(...OWN.moment), fc.oneof(relative('today'), fc.constant(literal(day)))),
      binary(operators(...EQUALITY), fc.oneof(field('number'), field('text'), field('date'), paths('kind', 'start', 'party_id')), empty),
      binary(operators(...EQUALITY), field('boolean'), fc.boolean().map(literal)),
      binary(operators('in', 'not in'), fc.oneof(paths('kind'), field('text')), fc.constant<Expression>({ kind: 'list', items: ['a', 'ada'] })),
      binary(operators('in', 'not in'), field('number'), fc.constantFrom<Expression>({ kind: 'list', items: [2, 3] }, { kind: 'list', items: [0] })),
      call('exists', fc.oneof(field('number'), field('text'), field('date'), paths('paid', 'party_id', 'line_ids'))),
      call('exists', paths('line_ids'), fc.oneof(
        binary(operators(...ORDER, ...EQUALITY), paths('amount', 'price'), fc.constantFrom(0, 2, 0.5).map(literal)),
        binary(operators('and', 'or'), paths('done'), binary(operators(...EQUALITY), paths('kind'), fc.constantFrom('a', null).map(literal))),
        binary(operators(...ORDER), paths('day'), relative('today')),
      )),
      binary(operators('and', 'or'), tie('condition'), tie('condition')),
      tie('condition').map((operand): Expression => ({ kind: 'unary', operator: 'not', operand })),
    ),
  };
}).condition;

/** Could give a fraction, which Python and JavaScript write differently. */
function fractional(node: Expression): boolean {
  return /"(total|price|avg|round|\/|%)"|\.5|line_ids\.price|"start"|"stop"|"now"/.test(JSON.stringify(node));
}

/** True or false by itself, not by being filled in. */
function isTruth(node: Expression): boolean {
  return node.kind !== 'path' || ['paid', 'open', 'done'].includes(node.segments.at(-1) ?? '');
}

/** An expression as a person would write it who trusts no precedence. */
export function sourceOf(node: Expression): string {
  switch (node.kind) {
    case 'literal': return typeof node.value === 'string' ? textSource(node.value) : String(node.value);
    case 'list': return `[${node.items.map((value) => sourceOf({ kind: 'literal', value })).join(', ')}]`;
    case 'path': return node.segments.join('.');
    case 'special': return [node.name, ...node.segments].join('.');
    case 'unary': return `(${node.operator === 'not' ? 'not ' : '-'}(${sourceOf(node.operand)}))`;
    case 'binary': return `(${sourceOf(node.left)} ${node.operator} ${sourceOf(node.right)})`;
    case 'call': return `${node.name}(${node.args.map(sourceOf).join(', ')})`;
  }
}

function textSource(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Where a parenthesis, a sign or a kind of number decides, over own fields only: what chance finds too seldom. */
export const TRICKY: readonly string[] = [
  'number * (places % 3) == 4', 'number * (places % 3) == 6', 'number - (places - total) > 3', 'number - (places + total) > 1', '(number + places) * total > 3', '-(number - places) > 0', '-number - places > 0',
  'number % 3 == 1', 'number % -3 == -2', 'places % 2 == 0', 'places % 2 == 1', '(number - 1) % 3 == 0', 'number / 2 == 1.5', 'places / 0 == 0', 'number / places > 1', 'total % 1 == 0.5', '(number + 1) * 2 % 3 == 2', 'number * 2 / 3 == 2', '2 * (number / 3) == 2', '(number + places) % 2 == 0',
  "not (paid and kind == 'a')", "not (paid or kind == 'a') or number > 3", "not paid and kind != 'b'", "(paid or kind == 'a') and number > 2", "paid or kind == 'a' and number > 3", "not (not paid)", '(paid == false) == false', "kind == 'a' or kind == null", "not (kind in ['a', 'b'])", 'not (day < due)', 'not (day >= due)',
  'day == due', 'day != due', 'not (day == due)', 'start == stop', 'not day', 'not (day and due)', "name + code == 'adaX-1'", "name + 'x' != code", 'name == code', 'name != code', 'name < code', 'not (name < code)',
  'number == null', 'paid == null', 'name == null', 'not (name == null)', 'number > 0', 'number >= 0', 'number < 1', 'not (number > 0)', 'number != 2', 'number in [0, 3]', 'number not in [0, 3]', "start <= '2026-03-31'", "start > '2026-03-31'", "start == '2026-03-31'", "start != '2026-03-31'", "day == '2026-03-31'", "day != '2026-03-31'", "not (start > '2026-03-31')",
];
