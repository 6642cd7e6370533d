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

const CHECKS = new Set(['pages'] as const);
const KANBAN = '<record id="mini_book_kanban" model="ir.ui.view"><field name="name">k</field><field name="model">mini.book</field><field name="arch" type="xml"><kanban><templates><t t-name="card"><field name="name"/><span t-att-title="record.pages.value"/></t></templates></kanban></field></record>';

/** Of a query, in a database of the sandbox. */
const asked = async (sandbox: Sandbox, database: string, query: string): Promise<string> =>
  (await sandbox.exec({ command: ['psql', '-XAtq', '-d', database, '-c', query], user: 'postgres', timeoutMs: 60_000 })).stdout;

/** Where Odoo's client lies in a database: the address changes with the files that it is made from. */
const clientIn = (sandbox: Sandbox, database: string): Promise<string> => asked(sandbox, database, "SELECT url FROM ir_attachment WHERE name LIKE 'web.assets_web.min.%' ORDER BY 1");

interface AfterWaiting extends TestRun {
  /** Whether the client that had waited was still there in the end. */
  readonly isKept: boolean;
  /** The app that it showed. */
  readonly app: unknown;
  /** Whether Odoo's client was made anew. */
  readonly isMadeAnew: boolean;
}

/** In a sandbox that has waited with Odoo's client loaded. */
const openedAfterWaiting = (files: readonly ModuleFile[]): Promise<AfterWaiting> =>
  inSandbox(async (sandbox) => {
    let browser: Browser | undefined;
    const ready = await new SandboxModuleTester(async (where) => (browser = await openMcpBrowser(where))).warm(sandbox, CHECKS);
    const waiting = await browser!.evaluate('() => performance.timeOrigin');
    const run = await ready.test({ module: 'mini', files, checks: CHECKS, access: [], timeoutMs: 240_000 });
    const isKept = (await browser!.evaluate('() => performance.timeOrigin')) === waiting;
    return { ...run, isKept, app: await browser!.evaluate("() => document.querySelector('.o_menu_brand')?.innerText"), isMadeAnew: (await clientIn(sandbox, 'pages')) !== (await clientIn(sandbox, 'work')) };
  });

test('pages show the module’s demo data and a record of each model in a client with the module’s own files, and a view that breaks takes no other along', async () => {
  const views = VIEWS.replace('list,form', 'list,kanban,form').replace('  <record id="mini_book_action"', `  ${KANBAN}\n  <record id="mini_book_action"`);
  const demo = '<?xml version="1.0" encoding="utf-8"?>\n<odoo><record id="dune" model="mini.book"><field name="name">Dune</field><field name="pages">412</field></record></odoo>\n';
  const files = miniModule({
    '__manifest__.py': MANIFEST.replace('"installable"', '"demo": ["demo/book.xml"],\n    "assets": {"web.assets_backend": ["mini/static/src/loud.js"]},\n    "installable"'),
    'demo/book.xml': demo, 'views/mini_book.xml': views, 'static/src/loud.js': 'console.error("mini is loud");\n',
  });
  const [{ observation, screenshots }, names, isMadeAnew] = await inSandbox(async (sandbox) => {
    const run = await new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: 'mini', files, checks: CHECKS, access: [], timeoutMs: 240_000 });
    return [run, await asked(sandbox, 'pages', 'SELECT name FROM mini_book ORDER BY id'), (await clientIn(sandbox, 'pages')) !== (await clientIn(sandbox, 'work'))] as const;
  });
  expect(observation).toMatchObject({ exitCode: 0, state: 'installed' });
  expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (kanban)', 'Books (form)']);
  expect(observation.ui!.problems).toMatchObject([{ where: 'Books (list)', message: expect.stringContaining('mini is loud') }, { where: 'Books (kanban)', view: { model: 'mini.book', type: 'kanban' } }]);
  expect(names).toBe('Dune\nSample name\n');
  expect(isMadeAnew).toBe(true);
});

test('a module that installs for its tests and not with demo data has its pages opened all the same, and a page that is slow each time is waited for', async () => {
  const book = miniModule().find(({ path }) => path === 'models/book.py')!.content.toString();
  const files = miniModule({
    '__manifest__.py': MANIFEST.replace('"installable"', '"post_init_hook": "only_once",\n    "installable"'),
    '__init__.py': 'from . import models\n\n\ndef only_once(env):\n    if env.cr.dbname == "pages":\n        raise ValueError("not here")\n',
    'models/book.py': book.replace('from odoo import fields', 'import time\n\nfrom odoo import api, fields') + '\n    @api.model\n    @api.readonly\n    def get_views(self, *args, **kwargs):\n        time.sleep(22)\n        return super().get_views(*args, **kwargs)\n',
  });
  const { observation, screenshots } = await openedAfterWaiting(files);
  expect(observation).toMatchObject({ exitCode: 0, state: 'installed', ui: { problems: [] } });
  expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
});

test('the client that has waited shows a module that changes nothing of it, menus and all', async () => {
  // Among Odoo's modules it would stand before `mail`, and so would what it builds on.
  const plain = await openedAfterWaiting(miniModule({ '__manifest__.py': MANIFEST.replace('"depends": ["base", "web"]', '"application": True,\n    "depends": ["iap_mail"]') }));
  expect(plain).toMatchObject({ observation: { state: 'installed', ui: { problems: [] } }, isKept: true, app: 'Mini', isMadeAnew: false });
  expect(plain.screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
});

test('the client is loaded anew for a module that changes what it is told, and of pages that two tabs share each has its own problem: one that does not come again, and one that Odoo refuses each time though its client draws it without records', async () => {
  const action = (id: string, types: string, context = ''): string => `<record id="mini_${id}" model="ir.actions.act_window"><field name="name">${id}</field><field name="res_model">mini.book</field><field name="view_mode">${types}</field>${context && `<field name="context">{"${context}": 1}</field>`}</record><menuitem id="menu_${id}" name="${id}" parent="mini_root" action="mini_${id}"/>`;
  const actions = [action('Cards', 'list,kanban'), action('Once', 'list,form', 'once'), action('Refused', 'list,form', 'never'), action('Also', 'list', 'never'), action('Last', 'list')];
  const more = `<?xml version="1.0" encoding="utf-8"?>\n<odoo>${KANBAN}${actions.join('')}</odoo>\n`;
  const book = miniModule().find(({ path }) => path === 'models/book.py')!.content.toString();
  const search = '\n    @api.model\n    @api.readonly\n    def web_search_read(self, *args, **kwargs):\n        if self.env.context.get("never"):\n            raise ValueError("no book for you")\n        if self.env.context.get("once") and not seen:\n            seen.append(1)\n            raise ValueError("only once")\n        return super().web_search_read(*args, **kwargs)\n';
  const session = 'from odoo import models\n\n\nclass Http(models.AbstractModel):\n    _inherit = "ir.http"\n\n    def session_info(self):\n        return {**super().session_info(), "mini": True}\n';
  const { observation, screenshots, isKept, app } = await openedAfterWaiting(miniModule({
    '__manifest__.py': MANIFEST.replace('"views/mini_book.xml"', '"views/mini_book.xml", "views/more.xml"'), 'views/more.xml': more,
    'models/__init__.py': 'from . import book\nfrom . import http\n', 'models/http.py': session,
    'models/book.py': book.replace('import fields', 'import api, fields').replace('\n\nclass', '\nseen = []\n\n\nclass') + search,
  }));
  expect(observation).toMatchObject({ state: 'installed', exitCode: 0 });
  expect([isKept, app]).toEqual([false, 'Mini']);
  const problems = observation.ui!.problems.map(({ where, message }) => [where, /only once|no book for you/.exec(message)?.[0]]);
  expect(problems).toEqual([['Cards (kanban)', undefined], ['Once (list)', 'only once'], ['Refused (list)', 'no book for you'], ['Also (list)', 'no book for you']]);
  expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)', 'Cards (list)', 'Cards (kanban)', 'Once (list)', 'Once (form)', 'Refused (list)', 'Refused (form)', 'Also (list)', 'Last (list)']);
});
