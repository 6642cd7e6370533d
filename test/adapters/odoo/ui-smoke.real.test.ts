import { openMcpBrowser } from '../../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../../src/adapters/odoo/module-tester.js';
import type { ModuleFile } from '../../../src/domain/module-file.js';
import type { Browser } from '../../../src/ports/browser.js';
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

/** In a sandbox that has waited with Odoo's client loaded; and whether that client was still there in the end, and the app that it showed. */
async function openedAfterWaiting(files: readonly ModuleFile[]): Promise<TestRun & { readonly isKept: boolean; readonly app: unknown }> {
  const checks = new Set(['pages'] as const);
  return inSandbox(async (sandbox) => {
    let browser: Browser | undefined;
    const ready = await new SandboxModuleTester(async (where) => (browser = await openMcpBrowser(where))).warm(sandbox, checks);
    const waiting = await browser!.evaluate('() => performance.timeOrigin');
    const run = await ready.test({ module: 'mini', files, checks, access: [], timeoutMs: 240_000 });
    return { ...run, isKept: (await browser!.evaluate('() => performance.timeOrigin')) === waiting, app: await browser!.evaluate("() => document.querySelector('.o_menu_brand')?.innerText") };
  });
}

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
  const { observation, screenshots } = await openedAfterWaiting(files);
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

test('the client that has waited shows a module that changes nothing of it, menus and all, and is loaded anew for one that does', async () => {
  const plain = await openedAfterWaiting(miniModule());
  expect(plain).toMatchObject({ observation: { state: 'installed', ui: { problems: [] } }, isKept: true, app: 'Mini' });
  expect(plain.screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
  const session = 'from odoo import models\n\n\nclass Http(models.AbstractModel):\n    _inherit = "ir.http"\n\n    def session_info(self):\n        return {**super().session_info(), "mini": True}\n';
  const told = await openedAfterWaiting(miniModule({ 'models/__init__.py': 'from . import book\nfrom . import http\n', 'models/http.py': session }));
  expect(told).toMatchObject({ observation: { state: 'installed', ui: { problems: [] } }, isKept: false, app: 'Mini' });
});

test('of pages that two tabs share each has its own problem, also one that does not come again', async () => {
  const kanban = '<kanban><templates><t t-name="card"><field name="name"/><span t-att-title="record.pages.value"/></t></templates></kanban>';
  const action = (id: string, fields: string): string => `<record id="mini_${id}" model="ir.actions.act_window"><field name="name">${id}</field><field name="res_model">mini.book</field>${fields}</record><menuitem id="menu_${id}" name="${id}" parent="mini_root" action="mini_${id}"/>`;
  const more = `<?xml version="1.0" encoding="utf-8"?>\n<odoo><record id="mini_kanban" model="ir.ui.view"><field name="name">k</field><field name="model">mini.book</field><field name="arch" type="xml">${kanban}</field></record>${action('Cards', '<field name="view_mode">list,kanban</field>')}${action('Once', '<field name="view_mode">list,form</field><field name="context">{"once": 1}</field>')}${action('Last', '<field name="view_mode">list</field>')}</odoo>\n`;
  const book = miniModule().find(({ path }) => path === 'models/book.py')!.content.toString();
  const once = '\n    @api.model\n    @api.readonly\n    def web_search_read(self, *args, **kwargs):\n        if self.env.context.get("once") and not seen:\n            seen.append(1)\n            raise ValueError("only once")\n        return super().web_search_read(*args, **kwargs)\n';
  const { observation, screenshots } = await openedAfterWaiting(miniModule({ '__manifest__.py': MANIFEST.replace('"views/mini_book.xml"', '"views/mini_book.xml", "views/more.xml"'), 'views/more.xml': more, 'models/book.py': book.replace('import fields', 'import api, fields').replace('\n\nclass', '\nseen = []\n\n\nclass') + once }));
  expect(observation).toMatchObject({ state: 'installed', exitCode: 0 });
  expect(observation.ui!.problems.map(({ where }) => where)).toEqual(['Cards (kanban)', 'Once (list)']);
  expect(observation.ui!.problems[0]!.message).not.toContain('only once');
  expect(observation.ui!.problems[1]!.message).toContain('only once');
  expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)', 'Cards (list)', 'Cards (kanban)', 'Once (list)', 'Once (form)', 'Last (list)']);
});

test('a list whose records Odoo refuses is told each time it is opened, though its client draws it without them', async () => {
  const action = (id: string): string => `<record id="mini_${id}" model="ir.actions.act_window"><field name="name">${id}</field><field name="res_model">mini.book</field><field name="view_mode">list,form</field></record><menuitem id="menu_${id}" name="${id}" parent="mini_root" action="mini_${id}"/>`;
  const more = `<?xml version="1.0" encoding="utf-8"?>\n<odoo>${action('Second')}${action('Third')}${action('Fourth')}</odoo>\n`;
  const book = miniModule().find(({ path }) => path === 'models/book.py')!.content.toString();
  const refuses = '\n    @api.model\n    @api.readonly\n    def web_search_read(self, *args, **kwargs):\n        raise ValueError("no book for you")\n';
  const { observation } = await openedAfterWaiting(miniModule({ '__manifest__.py': MANIFEST.replace('"views/mini_book.xml"', '"views/mini_book.xml", "views/more.xml"'), 'views/more.xml': more, 'models/book.py': book.replace('import fields', 'import api, fields') + refuses }));
  expect(observation.ui!.problems.map(({ where }) => where)).toEqual(['Books (list)', 'Second (list)', 'Third (list)', 'Fourth (list)']);
  for (const { message } of observation.ui!.problems) expect(message).toContain('no book for you');
});
