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
