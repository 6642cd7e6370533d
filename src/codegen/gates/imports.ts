import type { PythonFacts } from '../../domain/source-facts.js';
import { refused, type Gate } from './gate.js';

const directory = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** What a package's `__init__` (or any file) imports from beside itself, as paths without `.py`. */
function relatives({ path, imports }: PythonFacts): { readonly target: string; readonly line: number }[] {
  return imports.flatMap(({ module, names, line }) => {
    const dots = /^\.+/.exec(module)?.[0].length ?? 0;
    if (dots === 0) return [];
    let base = directory(path);
    for (let up = 1; up < dots; up++) base = directory(base.slice(0, -1));
    const rest = module.slice(dots).replaceAll('.', '/');
    return rest === '' ? names.map((name) => ({ target: base + name, line })) : [{ target: base + rest, line }];
  });
}

/** Every Python file is imported by the `__init__` beside it, and what an `__init__` imports exists. */
export const importsGate: Gate = ({ facts: { python } }) => {
  const modules = new Set(python.map(({ path }) => path.replace(/(\/__init__)?\.py$/, '')));
  const failures = [];
  const imported = new Set<string>();
  for (const source of python) {
    for (const { target, line } of relatives(source)) {
      imported.add(target);
      if (source.path.endsWith('__init__.py') && !modules.has(target)) {
        failures.push(refused(source.path, line, `imports ${target}, which does not exist`, 'The module imports a file that it does not have, so Odoo cannot load it.'));
      }
    }
  }
  for (const { path, error } of python) {
    const target = path.replace(/(\/__init__)?\.py$/, '');
    const standsAlone = /^(__init__|__manifest__)\.py$/.test(path) || /^(tests|migrations)(\/|$)/.test(target);
    const isNamed = imported.has(target) || (path.startsWith('tests/test_') && imported.has(target));
    const unseenTest = path.startsWith('tests/test_') && !isNamed;
    if (error === null && ((!standsAlone && !isNamed) || unseenTest)) {
      failures.push(refused(path, null, `${path} is imported by no __init__.py`, unseenTest ? 'These tests never run: nothing imports them.' : 'This file is never loaded: nothing imports it.'));
    }
  }
  return failures;
};
