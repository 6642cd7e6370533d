import { generateModule } from '../../src/codegen/generate.js';
import { mutantsOf, someMutants, type Mutant, type MutantKind } from '../../src/codegen/mutants.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import { storedSpec } from '../support/stored-spec.js';

const { spec, bodies } = storedSpec('examples/library');
const module_ = generateModule(spec, bodies);
const mutants = mutantsOf(module_);
const text = (files: readonly ModuleFile[], path: string): string => String(files.find((each) => each.path === path)?.content);
const of = (kind: MutantKind): readonly Mutant[] => mutants.filter((each) => each.kind === kind);

test('each mutant differs from the module in one file, and two are never the same', () => {
  for (const { files, path } of mutants) expect(files.filter((file, at) => file !== module_[at]).map((file) => file.path)).toEqual([path]);
  expect(new Set(mutants.map(({ files, path }) => path + text(files, path))).size).toBe(mutants.length);
});

test.each<[MutantKind, RegExp, string]>([
  ['constraint', /is gone|is never checked/, 'models/library_book.py'],
  ['domain', /everybody/, 'security/rules.xml'],
  ['access', /access row/, 'security/ir.model.access.csv'],
  ['return', /returns before/, 'models/library_loan.py'],
  ['boundary', /became/, 'models/library_loan.py'],
])('the library is broken by %s', (kind, words, path) => {
  expect(of(kind).map(({ what }) => what)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  expect(of(kind).map((each) => each.path)).toContain(path);
});

test('a constraint is taken away whole, however many lines it has', () => {
  const file = { path: 'models/a.py', content: 'class A:\n    _one = models.Constraint(\n        "CHECK(x > 0)",\n        "Too small",\n    )\n    y = 1\n' };
  const gone = mutantsOf([file]).find(({ kind }) => kind === 'constraint');
  expect(gone?.files[0]?.content).toBe('class A:\n    y = 1\n');
});

test('some of them are of every kind, before there are two of one', () => {
  expect(new Set(someMutants(mutants, 5).map(({ kind }) => kind)).size).toBe(5);
  expect(someMutants(mutants, 3)).toHaveLength(3);
  expect(someMutants(mutants, 10_000)).toHaveLength(mutants.length);
});
