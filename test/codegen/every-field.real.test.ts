import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { cloneTemplate, TEST_DATABASE } from '../../src/adapters/odoo/database.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { odooCommand } from '../../src/adapters/odoo/run-odoo.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { judgeModule } from '../../src/app/judge-module.js';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { accessMatrix } from '../../src/domain/access-matrix.js';
import { CHECK_NAMES } from '../../src/domain/check.js';
import { FIELD_TYPES } from '../../src/domain/module-spec/fields.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { inSandbox } from '../support/sandbox.js';
import { storedSpec } from '../support/stored-spec.js';
import { printedWords, wordsOfOdoo } from '../support/words.js';

jest.setTimeout(400_000);

const { spec, bodies } = storedSpec('test/codegen/fixtures/every-field');
const files = [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)];
const checks = new Set(CHECK_NAMES);

/** What the module has in a database with demo data, as a person would find it. */
async function demoData(sandbox: Sandbox): Promise<unknown> {
  await cloneTemplate(sandbox, 'tpl_demo', 'shown');
  const installed = await sandbox.exec({ command: odooCommand(['-d', 'shown', '-i', spec.name, '--stop-after-init', '--no-http']), user: 'odoo', timeoutMs: 120_000 });
  expect([installed.exitCode, installed.stderr.match(/ (ERROR|CRITICAL) .*/g)]).toEqual([0, null]);
  const select = `SELECT w.name, w.number ~ '^W%/\\d\\d/\\d{4}$' AS numbered, w.status, w.page, w.start::date - now()::date AS days, w.company_id, s.day - now()::date AS session_days, r.name AS room, (SELECT string_agg(t.name->>'en_US', ' | ' ORDER BY t.id) FROM public.every_tag t JOIN public.every_workshop_tag_ids_rel x ON x.every_tag_id = t.id WHERE x.every_workshop_id = w.id) AS tags FROM public.every_workshop w JOIN public.every_session s ON s.workshop_id = w.id JOIN public.every_room r ON r.id = w.room_id`;
  const read = await sandbox.exec({ command: ['omb-read', 'shown', select], user: 'postgres', timeoutMs: 30_000 });
  expect(read.stderr).toBe('');
  return JSON.parse(read.stdout);
}

test('the fixture has a field of every type, words wherever they may stand, and all kinds of views, rules and data', () => {
  const fields = spec.models.flatMap((model) => model.fields);
  expect([...new Set(fields.map(({ type }) => type))].toSorted()).toEqual([...FIELD_TYPES].toSorted());
  const kinds = spec.models.flatMap(({ constraints }) => constraints.flatMap((constraint) => (['unique', 'check', 'holds', 'words'] as const).filter((kind) => constraint[kind] !== undefined)));
  expect([...new Set(kinds)].toSorted()).toEqual(['check', 'holds', 'unique', 'words']);
  const has = (of: (model: (typeof spec.models)[number]) => unknown): boolean => spec.models.some((model) => Boolean(of(model)));
  expect([has(({ extends: extending, views }) => extending && views?.list && views.search), has(({ mailThread, sequence, states }) => mailThread && sequence && states), has(({ views }) => views?.kanban && views.calendar && views.first), has(({ rules }) => rules.length > 1), spec.data.length > 0, spec.demo.length > 0, spec.groups.length > 1]).toEqual(Array(7).fill(true));
});

test('a module with all that a spec can say is green in a real Odoo, hostile texts included, and so is its demo data', async () => {
  const python = createPythonChecker();
  try {
    const { verdict, shown, words } = await inSandbox(async (sandbox) => {
      const judged = await judgeModule(python, { name: spec.name, files, criteria: spec.acceptance, checks }, () => new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: spec.name, files, checks, access: accessMatrix(spec), timeoutMs: 240_000 }));
      return { verdict: judged, shown: await demoData(sandbox), words: await wordsOfOdoo(sandbox, TEST_DATABASE, spec, files) };
    });
    expect(verdict.failures).toEqual([]);
    expect(verdict.criteria.map(({ id, status }) => `${id} ${status}`)).toEqual(spec.acceptance.map(({ id }) => `${id} green`));
    expect([verdict.green, verdict.tests]).toEqual([true, { ...verdict.tests, declared: 8, run: 8, failed: 0, errors: 0, skipped: 0 }]);
    expect(printedWords(spec, bodies)).toEqual(words);
    expect(shown).toEqual([{ name: 'Paper %(no)s', numbered: true, status: 'draft', page: { en_US: '<p>Fold &amp; cut</p>' }, days: 3, company_id: 1, session_days: 3, room: 'Small\nroom', tags: 'Hands "on" & <b>off</b> ]]> | Indoor' }]);
  } finally {
    await python.close();
  }
});
