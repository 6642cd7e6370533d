import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cloneTemplate } from '../../src/adapters/odoo/database.js';
import { odooCommand } from '../../src/adapters/odoo/run-odoo.js';
import { generateModule } from '../../src/codegen/generate.js';
import { indexPage } from '../../src/codegen/presentation/index-page.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';
import { withRenames } from '../../src/domain/module-spec/renames.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { inSandbox } from '../support/sandbox.js';

const ROOT = join(__dirname, '../..');
const read = (path: string) => parseModuleSpec(readFileSync(join(ROOT, path), 'utf8'));
const [before, after] = [read('test/codegen/fixtures/tool-pool-1.0.0.yaml'), read('examples/tool-pool.yaml')];

/** Puts the module in place and runs Odoo with the arguments; nothing in its log may be worse than INFO. */
async function odoo(sandbox: Sandbox, spec: typeof before, action: '-i' | '-u', more: readonly ModuleFile[] = []): Promise<void> {
  await sandbox.exec({ command: ['sh', '-c', `rm -rf /mnt/modules/${spec.name}`], user: 'postgres', timeoutMs: 30_000 });
  await sandbox.putFiles(`/mnt/modules/${spec.name}`, [...generateModule(spec, new Map()), ...more], 'postgres');
  const run = await sandbox.exec({ command: odooCommand(['-d', 'used', action, spec.name, '--stop-after-init', '--no-http']), user: 'odoo', timeoutMs: 180_000 });
  expect([run.exitCode, run.stderr.match(/ (WARNING|ERROR|CRITICAL) .*/g)]).toEqual([0, null]);
}

async function rows(sandbox: Sandbox, select: string): Promise<unknown> {
  const result = await sandbox.exec({ command: ['omb-read', 'used', select], user: 'postgres', timeoutMs: 30_000 });
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout) as unknown;
}

test('a new version with renamed model, field and state keeps the records, their messages and their ids of the old one', async () => {
  await inSandbox(async (sandbox) => {
    await cloneTemplate(sandbox, 'tpl_demo', 'used');
    await odoo(sandbox, before, '-i');
    const messages = (model: string): string => `SELECT count(*)::int AS n FROM public.mail_message WHERE model = '${model}' AND res_id <= 2`;
    const [old] = (await rows(sandbox, messages('tool.item'))) as { n: number }[];
    expect(old?.n).toBeGreaterThan(0);

    await odoo(sandbox, after, '-u');
    expect(await rows(sandbox, `SELECT t.name, t.label_code, t.state, t.came::text, t.next_check::text, p.name AS steward FROM public.tool_tool t JOIN public.res_partner p ON p.id = t.steward_id WHERE t.label_code IN ('TP-01', 'TP-02') ORDER BY t.label_code`)).toEqual([
      { name: 'Table saw', label_code: 'TP-01', state: 'usable', came: '2026-01-10', next_check: '2026-07-10', steward: 'Noor de Vries' },
      { name: 'Lathe', label_code: 'TP-02', state: 'repair', came: '2026-02-10', next_check: '2026-08-10', steward: 'Noor de Vries' },
    ]);
    expect(await rows(sandbox, messages('tool.tool'))).toEqual([old]);
    expect(await rows(sandbox, messages('tool.item'))).toEqual([{ n: 0 }]);
    expect(await rows(sandbox, `SELECT t.name FROM public.ir_model_data d JOIN public.tool_tool t ON t.id = d.res_id WHERE d.module = 'tool_pool' AND d.name = 'tool_saw' AND d.model = 'tool.tool'`)).toEqual([{ name: 'Table saw' }]);
    expect(await rows(sandbox, `SELECT latest_version AS v, state FROM public.ir_module_module WHERE name = 'tool_pool'`)).toEqual([{ v: '19.0.1.1.0', state: 'installed' }]);
    expect(await rows(sandbox, `SELECT to_regclass('public.tool_item')::text AS old, count(*)::int AS n FROM public.ir_model WHERE model = 'tool.item'`)).toEqual([{ old: null, n: 0 }]);
  });
}, 400_000);

/** The next revision of the old version: only the names are others, and each says its former one. */
function renamed(): typeof before {
  const text = readFileSync(join(ROOT, 'test/codegen/fixtures/tool-pool-1.0.0.yaml'), 'utf8');
  const revised = text.replaceAll('tool.item', 'tool.tool').replaceAll('keeper_id', 'steward_id').replaceAll(/(?<=id: |to: |')broken/g, 'repair')
    .replace('name: tool.tool\n', 'name: tool.tool\n    renamedFrom: tool.item\n').replace('{ name: steward_id, type', '{ name: steward_id, renamedFrom: keeper_id, type').replace('{ id: repair, label', '{ id: repair, renamedFrom: broken, label');
  return withRenames(before, parseModuleSpec(revised));
}

/** What Odoo's list of apps shows of the module, after Odoo's own sanitiser. */
async function shownInApps(sandbox: Sandbox, module: string): Promise<string> {
  const script = `import json\nfound = env["ir.module.module"].search([("name", "=", "${module}")])\nprint("SHOWN " + json.dumps(str(found.description_html)))\n`;
  const { stdout } = await sandbox.exec({ command: ['odoo', 'shell', '-d', 'used', '--no-http'], user: 'odoo', stdin: script, timeoutMs: 120_000 });
  return JSON.parse(/SHOWN (.*)/.exec(stdout)?.[1] ?? '""') as string;
}

test('a revision in which names changed upgrades by the difference alone, and its page in the list of apps keeps pictures and looks', async () => {
  const after = renamed();
  const pictures = [{ path: 'page-01.png', title: 'Tools (list)' }, { path: 'page-02.png', title: 'Tools (form)' }];
  const verdict = { odooVersion: '19.0', criteria: after.acceptance.map(({ id, title }) => ({ id, title, status: 'green' as const, tests: [] })), tests: { declared: 1, run: 1, failed: 0, errors: 0, skipped: 0 } };
  const page = indexPage({ spec: after, verdict, history: [{ number: 1, version: '1.0.0', changes: [] }], pictures });
  await inSandbox(async (sandbox) => {
    await cloneTemplate(sandbox, 'tpl_demo', 'used');
    await odoo(sandbox, before, '-i');
    const messages = (model: string): string => `SELECT count(*)::int AS n FROM public.mail_message WHERE model = '${model}' AND res_id <= 2`;
    const [old] = (await rows(sandbox, messages('tool.item'))) as { n: number }[];
    await odoo(sandbox, after, '-u', [{ path: 'static/description/index.html', content: page }]);
    expect(await rows(sandbox, `SELECT t.name, t.state, p.name AS steward FROM public.tool_tool t JOIN public.res_partner p ON p.id = t.steward_id WHERE t.label_code IN ('TP-01', 'TP-02') ORDER BY t.label_code`)).toEqual([
      { name: 'Table saw', state: 'usable', steward: 'Noor de Vries' },
      { name: 'Lathe', state: 'repair', steward: 'Noor de Vries' },
    ]);
    expect(await rows(sandbox, `SELECT s.value FROM public.ir_model_fields_selection s JOIN public.ir_model_fields f ON f.id = s.field_id WHERE f.model = 'tool.tool' AND f.name = 'state' ORDER BY s.sequence`)).toEqual(['usable', 'repair', 'gone'].map((value) => ({ value })));
    expect(await rows(sandbox, messages('tool.tool'))).toEqual([old]);
    expect(await rows(sandbox, `SELECT latest_version AS v FROM public.ir_module_module WHERE name = 'tool_pool'`)).toEqual([{ v: '19.0.1.1.0' }]);

    const shown = await shownInApps(sandbox, 'tool_pool');
    const sources = [...shown.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, source]) => source);
    expect(sources).toEqual(['icon.png', 'page-01.png', 'page-02.png'].map((name) => `/tool_pool/static/description/${name}`));
    const count = (html: string, what: RegExp): number => html.match(what)?.length ?? 0;
    expect(count(shown, / style=/g)).toBe(count(page, / style=/g));
    for (const text of [after.title, after.summary, 'An item breaks', '✓', 'Tools (form)']) expect(shown).toContain(text);
  });
}, 400_000);
