import { checkExpression, fits, isFilledIn, type ExpressionProblem } from '../../expression/check.js';
import { parseExpression } from '../../expression/parse.js';
import type { Expression } from '../../expression/ast.js';
import { typeWords, type Scope, type Type } from '../../expression/types.js';
import { BuilderError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import type { SpecNames } from './spec-names.js';

/** Notes one mistake: where, what, how to mend it. */
export type Tell = (path: string, message: string, hint?: string) => void;
/** Something that must hold across the keys of a spec. */
export type Law = (names: SpecNames, tell: Tell) => void;

/** Tells if the text does not parse, speaks of what is not there, or gives something else than wanted. Null then. */
export function checkedExpression(text: string, path: string, scope: Scope, tell: Tell, wanted?: Type, asCondition = false): Expression | null {
  let expression: Expression;
  try {
    expression = parseExpression(text);
  } catch (error) {
    if (!(error instanceof BuilderError)) throw error;
    tell(path, error.message, 'See docs/module-spec.md for what an expression can say.');
    return null;
  }
  const { type, problems } = checkExpression(expression, scope);
  problems.forEach((problem: ExpressionProblem) => tell(path, problem.message, problem.hint));
  if (problems.length > 0) return null;
  if (wanted !== undefined && !fits(type, wanted) && !(asCondition && isFilledIn(expression, type))) {
    tell(path, `This gives ${typeWords(type)} where ${typeWords(wanted)} is needed.`);
    return null;
  }
  return expression;
}

export function condition(text: string | undefined, path: string, scope: Scope, tell: Tell): Expression | null {
  return text === undefined ? null : checkedExpression(text, path, scope, tell, { kind: 'boolean' }, true);
}

/** Tells each repetition of a name, at its place. */
export function unique(items: readonly { readonly name: string; readonly path: string }[], what: string, tell: Tell): void {
  const seen = new Map<string, string>();
  for (const { name, path } of items) {
    const first = seen.get(name);
    if (first !== undefined) tell(path, `${what} \`${name}\` is there already, at ${first}.`, 'Give one of them another name.');
    else seen.set(name, path);
  }
}

/** Tells unless `model` has the field; true if it does. */
export function hasField(names: SpecNames, model: string, field: string, path: string, tell: Tell): boolean {
  if (names.fieldType(model, field) !== null) return true;
  tell(path, `\`${model}\` has no field \`${field}\`.`, nearest(field, names.fieldNames(model)) || 'Add it to the fields of the model, or take the name out here.');
  return false;
}
