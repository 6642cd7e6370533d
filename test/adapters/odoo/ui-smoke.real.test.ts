import { openMcpBrowser } from '../../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../../src/adapters/odoo/module-tester.js';
import type { ModuleFile } from '../../../src/domain/module-file.js';
import type { TestRun } from '../../../src/ports/module-tester.js';
import type { Sandbox } from '../../../src/ports/sandbox.js';
import { miniModule } from '../../support/mini-module.js';
import { inSandbox } from '../../support/sandbox.js';

jest.setTimeout(600_000);

const MANIFEST = miniModule().find(({ path }) => path === '__manifest__.py')!.content.toString();
const VIEWS = miniModule().find(({ path }) => path === 'views/mini_book.xml')!.content.toString();

const opened = (sandbox: Sandbox, files: readonly ModuleFile[]): Promise<TestRun> =>
  new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: 'mini', files, checks: new Set(['pages']), access: [], timeoutMs: 240_000 });

/** Where Odoo's client lies in a database: the address changes with the files that it is made from. */
const clientIn = async (sandbox: Sandbox, database: string): Promise<string> =>
  (await sandbox.exec({ command: ['psql', '-XAtq', '-d', database, '-c', "SELECT url FROM ir_attachment WHERE name LIKE 'web.assets_web.min.%' ORDER BY 1"], user: 'postgres', timeoutMs: 60_000 })).stdout;

test('pages show the module’s demo data and a record of each model, and a view that breaks takes no other along', async () => {
  const kanban = '<kanban><templates><t t-name="card"><field name="name"/><span t-att-title="record.pages.value"/></t></templates></kanban>';
  const views = VIEWS.replace('list,form', 'list,kanban,form').replace('  <record id="mini_book_action"', `  <record id="mini_book_kanban" model="ir.ui.view"><field name="name">k</field><field name="model">mini.book</field><field name="arch" type="xml">${kanban}</field></record>\n  <record id="mini_book_action"`);
  const demo = '<?xml version="1.0" encoding="utf-8"?>\n<odoo><record id="dune" model="mini.book"><field name="name">Dune</field><field name="pages">412</field></record></odoo>\n';
  const files = miniModule({ '__manifest__.py': MANIFEST.replace('"installable"', '"demo": ["demo/book.xml"],\n    "installable"'), 'demo/book.xml': demo, 'views/mini_book.xml': views });
  const [{ observation, screenshots }, names] = await inSandbox(async (sandbox) => {
    const run = await opened(sandbox, files);
    return [run, (await sandbox.exec({ command: ['psql', '-XAtq', '-d', 'pages', '-c', 'SELECT name FROM mini_book ORDER BY id'], user: 'postgres', timeoutMs: 60_000 })).stdout] as const;
  });
  expect(observation).toMatchObject({ exitCode: 0, state: 'installed' });
  expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (kanban)', 'Books (form)']);
  expect(observation.ui!.problems).toMatchObject([{ where: 'Books (kanban)', view: { model: 'mini.book', type: 'kanban' } }]);
  expect(names).toBe('Dune\nSample name\n');
});

test('a module that installs for its tests and not with demo data has its pages opened all the same', async () => {
  const files = miniModule({
    '__manifest__.py': MANIFEST.replace('"installable"', '"post_init_hook": "only_once",\n    "installable"'),
    '__init__.py': 'from . import models\n\n\ndef only_once(env):\n    if env.cr.dbname == "pages":\n        raise ValueError("not here")\n',
  });
  const { observation, screenshots } = await inSandbox((sandbox) => opened(sandbox, files));
  expect(observation).toMatchObject({ exitCode: 0, state: 'installed', ui: { problems: [] } });
  expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
});

test('Odoo’s client is made anew for a module with a file in it, and for no other', async () => {
  // Among Odoo's modules it would stand before `mail`, and so would what it builds on.
  const bare = MANIFEST.replace('"depends": ["base", "web"]', '"application": True,\n    "depends": ["iap_mail"]');
  const [plain, before] = await inSandbox(async (sandbox) => {
    await opened(sandbox, miniModule({ '__manifest__.py': bare }));
    return [await clientIn(sandbox, 'pages'), await clientIn(sandbox, 'work')] as const;
  });
  expect(plain).toBe(before);
  const withFile = bare.replace('"installable"', '"assets": {"web.assets_backend": ["mini/static/src/loud.js"]},\n    "installable"');
  const [run, made] = await inSandbox(async (sandbox) => {
    const tested = await opened(sandbox, miniModule({ '__manifest__.py': withFile, 'static/src/loud.js': 'console.error("mini is loud");\n' }));
    return [tested, await clientIn(sandbox, 'pages')] as const;
  });
  expect(made).not.toBe(before);
  expect(run.observation.ui!.problems).toMatchObject([{ where: 'Books (list)', message: expect.stringContaining('mini is loud') }]);
});
