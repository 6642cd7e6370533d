import { FORBIDDEN_CALLS, FORBIDDEN_DUNDERS, JUDGES, REACHES_OUT, WRITES_FILES } from './forbidden.js';
import { isTest, refused, type Gate } from './gate.js';

/** Packages that a module may import; reviewed: none of them reaches processes, files, sockets or the interpreter. */
const ALLOWED = new Set([
  'odoo', 'datetime', 'dateutil', 'pytz', 'math', 're', 'logging', 'json', 'decimal', 'collections', 'itertools', 'functools', 'operator',
  'base64', 'unicodedata', 'string', 'random', 'uuid', 'calendar', 'textwrap', 'markupsafe', 'babel', 'psycopg2', 'typing', 'enum', 'dataclasses',
  'unittest', 'freezegun', 'lxml', '__future__', 'contextlib', 'hashlib', 'statistics', 'copy', 'time',
]);

/**
 * Imports and calls by which generated code would leave the sandbox's Odoo. The walls hold it anyhow
 * (docs/security-model.md); this tells it before a container starts, and in the person's own Odoo there are no walls.
 */
export const dangerous: Gate = ({ facts: { python } }) =>
  python.flatMap(({ path, imports, calls, dunders, patches }) => {
    const why = 'Generated code may not use this: it could reach beyond Odoo.';
    return [
      ...imports.flatMap(({ module, names, line }) => {
        const root = module.split('.')[0] ?? '';
        if (module.startsWith('.')) return [];
        const reached = [module, ...names.map((name) => `${module}.${name}`)].find((name) => REACHES_OUT.test(name));
        // What else is in io opens files.
        const inMemory = module === 'io' && names.length > 0 && names.every((name) => name === 'BytesIO' || name === 'StringIO');
        if ((!ALLOWED.has(root) && !inMemory) || reached !== undefined) return [refused(path, line, `import of ${reached ?? module}`, why)];
        const judging = isTest(path) ? undefined : [module, ...names.map((name) => `${module}.${name}`)].find((name) => JUDGES.test(name));
        return judging === undefined ? [] : [refused(path, line, `import of ${judging}`, 'Only tests may use this: with it the module could change what its own tests say.')];
      }),
      ...patches.map(({ name, line }) => refused(path, line, `${name} is changed`, 'Generated code may not change what it imports: it could change what Odoo or its tests say.')),
      ...calls.flatMap(({ name, line }) => {
        // `self.env['x'].open()` is a method of a model; a bare `open()` is the file system.
        if (isTest(path) && name === 'getattr') return [];
        return FORBIDDEN_CALLS.has(name) || WRITES_FILES.test(name) || REACHES_OUT.test(name.replace(/^self\.env\./, '')) ? [refused(path, line, `call of ${name}`, why)] : [];
      }),
      ...dunders.flatMap(({ name, line }) => (FORBIDDEN_DUNDERS.has(name) ? [refused(path, line, `use of ${name}`, why)] : [])),
    ];
  });
