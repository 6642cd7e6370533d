/** Names that a local variable must not take: Python's keywords and what generated files import or rely on. */
const TAKEN = new Set([
  'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global',
  'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield', 'match', 'case', 'type',
  'numbers', 'self', 'cls', 'super', 'api', 'fields', 'models', 'relativedelta', 'float_round', 'vals', 'vals_list', 'values', 'refused', 'tagged', 'mute_logger', 'new_test_user',
  'sum', 'len', 'min', 'max', 'abs', 'round', 'bool', 'str', 'int', 'float', 'filter', 'list', 'dict', 'set', 'tuple', 'id', 'object', 'property', 'format', 'map', 'range', 'sorted', 'print', 'input', 'hash', 'iter', 'next', 'open', 'vars', 'dir', 'any', 'all', 'date', 'file', 'zip', 'bytes', 'slice', 'repr', 'eval', 'exec', 'compile', 'help', 'license', 'copyright', 'credits', 'exit', 'quit',
]);

/** A name as it may be used for a variable: `class` becomes `class_`. */
export function variable(name: string): string {
  return isTaken(name) ? `${name}_` : name;
}

/** `value`, `value2`: what printed expressions keep under a name (expression/printed.ts). */
function isTaken(name: string): boolean {
  return TAKEN.has(name) || /^value\d*$/.test(name);
}

/** What one record of a model is called in a loop: `loan` for `library.loan`. */
export function recordVariable(model: string): string {
  const last = model.split('.').at(-1) ?? 'record';
  return isTaken(last) ? 'record' : last;
}

/** `library.book` as `library_book`: files, tables, and parts of XML ids. */
export function underscored(model: string): string {
  return model.replaceAll('.', '_');
}

/** `library.book` as `LibraryBook`. */
export function className(model: string): string {
  return model.split(/[._]/).filter((part) => part !== '').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
}
