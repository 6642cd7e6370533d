import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { judge } from '../../src/app/judge/judge.js';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { declaredTests } from '../../src/codegen/gates/declared-tests.js';
import { generateModule } from '../../src/codegen/generate.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import { inSandbox } from '../support/sandbox.js';
import { storedSpec } from '../support/stored-spec.js';

jest.setTimeout(300_000);

/** The frozen judge of the library: its tests are printed from the specification, and stay the same for every module. */
const { spec, bodies } = storedSpec('examples/library');
const module_ = generateModule(spec, bodies);
const tests = generateAcceptanceTests(spec, bodies);
const python = createPythonChecker();
afterAll(() => python.close());

type Edit = readonly [path: string, from: string, to: string];

/** The module with pieces of its text replaced, each of which is there exactly once. */
function mutant(...edits: readonly Edit[]): readonly ModuleFile[] {
  return edits.reduce<readonly ModuleFile[]>((files, [path, from, to]) => files.map((file) => {
    if (file.path !== path) return file;
    const pieces = String(file.content).split(from);
    if (pieces.length !== 2) throw new Error(`${path} has ${pieces.length - 1} of: ${from}`);
    return { path, content: pieces.join(to) };
  }), module_);
}

const LOAN = 'models/library_loan.py';
const BOOK = 'models/library_book.py';

/** Each of the eight criteria is broken by one of these at least; `npm run verify:mutants` breaks every example in many ways. */
const MUTANTS: readonly (readonly [what: string, files: readonly ModuleFile[], red: readonly string[]])[] = [
  ['its constraints, in SQL and in Python', mutant([BOOK, '"UNIQUE(isbn)"', '"CHECK(copies >= 0)"'], [LOAN, '    @api.constrains("due_date", "loan_date")\n', '']), ['AC-4', 'AC-5']],
  ['a button that returns before it does anything', mutant([LOAN, '        """Lend."""\n', '        """Lend."""\n        return True\n']), ['AC-1', 'AC-2', 'AC-3', 'AC-7', 'AC-8']],
  ['a record rule that lets everybody see all, and fines that are never counted', mutant(['security/rules.xml', "[('member_id.user_id', '=', user.id)]", "[(1, '=', 1)]"], [LOAN, 'loan.fine = loan.days_late * loan.book_id.daily_fine', 'loan.fine = 0']), ['AC-6', 'AC-7']],
];

/** The criteria that do not hold for the module in a real Odoo. */
async function redOf(files: readonly ModuleFile[]): Promise<readonly string[]> {
  const whole = [...files, ...tests];
  const facts = await python.inspect(whole);
  const checks = new Set<never>();
  const { observation } = await inSandbox((sandbox) => new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: spec.name, files: whole, checks, access: [], timeoutMs: 120_000 }));
  const { criteria, green } = judge({ module: spec.name, declared: declaredTests(facts), criteria: spec.acceptance, observation, checks, sources: { module: spec.name, files: whole, facts } });
  const red = criteria.filter(({ status }) => status !== 'green');
  expect([green, red.map(({ status }) => status)]).toEqual([red.length === 0, red.map(() => 'red')]);
  return red.map(({ id }) => id);
}

test('each acceptance test that is printed can fail: a module with one thing broken is red for the criteria that speak of it, and for no other', async () => {
  expect([...new Set(MUTANTS.flatMap(([, , red]) => red))].toSorted()).toEqual(spec.acceptance.map(({ id }) => id));
  const found: (readonly [string, readonly string[]])[] = [];
  const waiting = [...MUTANTS.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, [what, files]] = next;
      found[at] = [what, await redOf(files)];
    }
  };
  await Promise.all([lane(), lane()]);
  expect(found).toEqual(MUTANTS.map(([what, , red]) => [what, red]));
});
