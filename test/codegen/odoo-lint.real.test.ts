import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { cloneTemplate } from '../../src/adapters/odoo/database.js';
import { appsOf } from '../../src/domain/base-modules.js';
import { EXAMPLES } from '../support/examples.js';
import { inSandbox } from '../support/sandbox.js';
import { storedSpec } from '../support/stored-spec.js';

/** Files of Odoo's own `test_lint` that need neither `astroid` nor `pylint`, which the image has not, and look at more than Odoo's own docstrings. */
const FILES = [
  'test_dunderinit', 'test_i18n', 'test_index', 'test_jstranslate', 'test_l10n', 'test_manifests', 'test_markers', 'test_naming',
  'test_onchange_domains', 'test_orm_import', 'test_override_signatures', 'test_pofile', 'test_routes', 'test_test_holes',
];
/** Theirs is about Odoo's folders, wherever those are: of the modules it looks at ours alone. */
const OURS = (names: readonly string[]): string => `from odoo.modules import Manifest

OURS = {${names.map((name) => `"${name}"`).join(', ')}}
every = Manifest.all_addon_manifests
Manifest.all_addon_manifests = staticmethod(lambda: [one for one in every() if one.name in OURS])

${FILES.map((file) => `from . import ${file}`).join('\n')}

# OCA's own, beside Odoo's.
test_manifests.MANIFEST_KEYS |= {"development_status", "maintainers"}
`;
const LINT = 'own_lint';

test('the modules of the examples pass Odoo’s own lint, as far as the image can run it: all as they are written, those that need no other app also as they are installed', async () => {
  const modules = EXAMPLES.map((path) => storedSpec(path)).map(({ spec, bodies }) => ({ name: spec.name, alone: appsOf(spec.depends).length === 0, files: [...generateModule(spec, bodies), ...generateAcceptanceTests(spec, bodies)] }));
  const installed = modules.filter(({ alone }) => alone).map(({ name }) => name);
  expect(installed.length).toBeGreaterThan(3);
  await inSandbox(async (sandbox) => {
    await cloneTemplate(sandbox, 'tpl_base', 'lint');
    for (const { name, files } of modules) await sandbox.putFiles(`/mnt/modules/${name}`, files, 'postgres');
    await sandbox.putFiles(`/mnt/modules/${LINT}`, [
      { path: '__manifest__.py', content: `{"name": "Lint", "author": "Us", "license": "LGPL-3", "depends": ${JSON.stringify(installed)}}\n` },
      { path: '__init__.py', content: '' },
      { path: 'tests/__init__.py', content: OURS(modules.map(({ name }) => name)) },
    ], 'postgres');
    const copied = await sandbox.exec({ command: ['sh', '-c', `cd "$(python3 -c 'import odoo.addons.base as base, os; print(os.path.dirname(os.path.dirname(base.__file__)))')/test_lint/tests" && cp lint_case.py ${FILES.map((file) => `${file}.py`).join(' ')} /mnt/modules/${LINT}/tests/ && sed -i 's/odoo.addons.test_lint.tests.lint_case/.lint_case/' /mnt/modules/${LINT}/tests/*.py`], user: 'postgres', timeoutMs: 30_000 });
    expect([copied.exitCode, copied.stderr]).toEqual([0, '']);
    const run = await sandbox.exec({ command: ['odoo', '-d', 'lint', '-i', LINT, '--test-tags', `/${LINT}`, '--stop-after-init', '--no-http'], user: 'odoo', timeoutMs: 400_000 });
    expect(run.stderr.match(/ (WARNING|ERROR|CRITICAL) .*(\n(?!\d{4}-).*)*/g)).toBeNull();
    expect(run.exitCode).toBe(0);
    expect(Number(/ 0 failed, 0 error\(s\) of (\d+) tests/.exec(run.stderr)?.[1] ?? 0)).toBeGreaterThanOrEqual(FILES.length);
  });
}, 600_000);
