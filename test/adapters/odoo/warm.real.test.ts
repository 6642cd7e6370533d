import { readFileSync } from 'node:fs';
import { cloneTemplate, TEST_DATABASE } from '../../../src/adapters/odoo/database.js';
import { asPostgres } from '../../../src/adapters/odoo/postgres-shell.js';
import { loadOdoo, runTests } from '../../../src/adapters/odoo/run-odoo.js';
import { miniModule } from '../../support/mini-module.js';
import { inSandbox } from '../../support/sandbox.js';

const HOOK = `from . import models


def leave(env):
    env.cr.execute("""
        INSERT INTO ir_ui_view (name, model, type, mode, priority, active, arch_db)
        VALUES ('of no file', 'res.bank', 'list', 'primary', 16, true, jsonb_build_object('en_US', '<list><field name="nowhere"/></list>'));
        ALTER TABLE mini_book ADD COLUMN forgotten integer NOT NULL DEFAULT 0;
        ALTER TABLE res_bank ADD COLUMN forgotten integer NOT NULL DEFAULT 0;
    """)
`;

test('one question for all models finds what Odoo asks of each: a broken view of no file is told, a forgotten column is required no more', async () => {
  const files = miniModule().map((file) => {
    if (file.path === '__init__.py') return { ...file, content: HOOK };
    return file.path === '__manifest__.py' ? { ...file, content: String(file.content).replace('"installable"', '"post_init_hook": "leave",\n    "installable"') } : file;
  });
  const { records, nullable } = await inSandbox(async (sandbox) => {
    await sandbox.putFiles('/mnt/modules/mini', files, 'postgres');
    await cloneTemplate(sandbox, 'tpl_base', TEST_DATABASE);
    const run = await runTests(sandbox, 'mini', { timeoutMs: 120_000 }, await loadOdoo(sandbox));
    const columns = await asPostgres(sandbox, ['psql', '-XAtd', TEST_DATABASE, '-c', "SELECT table_name, is_nullable FROM information_schema.columns WHERE column_name = 'forgotten' ORDER BY 1"]);
    return { records: run.records, nullable: columns.stdout.trim().split('\n') };
  });
  expect(records.filter(({ message }) => message.startsWith('invalid custom view')).map(({ level, message }) => [level, message.split('\n')[0]])).toEqual([['WARNING', expect.stringMatching(/^invalid custom view\(s\) for model res\.bank: .*/)]]);
  expect(nullable).toEqual(['mini_book|YES', 'res_bank|YES']);
}, 180_000);

const LOOK_TWICE = `
import json
from glob import glob

logging.disable(logging.CRITICAL)
warm("${TEST_DATABASE}")
from odoo.addons.base.models import ir_asset
from odoo.modules.module import Manifest

looked = []
ir_asset.glob = lambda pattern, **options: looked.append(pattern) or glob(pattern, **options)
folder = "/tmp/mini/static"
os.makedirs(folder)
found = {}
for name in "first.js", "second.js":
    open(os.path.join(folder, name), "w").close()
    for whose, pattern in ("module", folder + "/**/*"), ("odoo", Manifest.for_addon("web").path + "/static/src/core/**/*"):
        found.setdefault(whose, []).append([os.path.basename(path) for path, _ in ir_asset._glob_static_file(pattern)])
print(json.dumps({"module": found["module"], "odoo": found["odoo"], "looked": [path.startswith(folder) for path in looked]}))
`;

test('files of a module are looked for each time, those of Odoo once: only an image changes them', async () => {
  const result = await inSandbox(async (sandbox) => {
    await cloneTemplate(sandbox, 'tpl_base', TEST_DATABASE);
    return await sandbox.exec({ command: ['python3', '-I', '-c', readFileSync('src/adapters/odoo/warm.py', 'utf8') + LOOK_TWICE], user: 'odoo', timeoutMs: 60_000 });
  });
  const { module, odoo, looked } = JSON.parse(result.stdout) as { module: string[][]; odoo: string[][]; looked: boolean[] };
  expect(module).toEqual([['first.js'], ['first.js', 'second.js']]);
  expect(odoo[0]?.length).toBeGreaterThan(100);
  expect(odoo[1]).toEqual(odoo[0]);
  expect(looked).toEqual([true, false, true]);
}, 180_000);

const SIGN_IN = `
import json

warm("${TEST_DATABASE}")
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

with Registry("${TEST_DATABASE}").cursor() as cr:
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["res.users"].create({"name": "Somebody", "login": "somebody", "password": "of nobody's knowing"})
    hashes = {}
    for login, password in ("admin", "admin"), ("somebody", "of nobody's knowing"):
        user = env["res.users"].search([("login", "=", login)])
        user.with_user(user)._check_credentials({"type": "password", "login": login, "password": password}, {"interactive": True})
        cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        hashes[login] = cr.fetchone()[0]
    print(json.dumps(hashes))
`;

test('a password is hashed once, that of a template and that of a user whom a check makes: 600,000 times are 0.7 s at each sign-in', async () => {
  const result = await inSandbox(async (sandbox) => {
    await cloneTemplate(sandbox, 'tpl_base', TEST_DATABASE);
    return await sandbox.exec({ command: ['python3', '-I', '-c', readFileSync('src/adapters/odoo/warm.py', 'utf8') + SIGN_IN], user: 'odoo', timeoutMs: 60_000 });
  });
  const once = expect.stringMatching(/^\$pbkdf2-sha512\$1\$/) as string;
  expect(JSON.parse(result.stdout)).toEqual({ admin: once, somebody: once });
}, 180_000);
