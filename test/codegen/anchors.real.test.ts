import { cloneTemplate, TEST_DATABASE } from '../../src/adapters/odoo/database.js';
import { runTests } from '../../src/adapters/odoo/run-odoo.js';
import { KNOWN_VIEWS } from '../../src/codegen/views/known-views.js';
import { anchorsOf } from '../../src/domain/module-spec/laws/odoo-anchors.js';
import { inSandbox } from '../support/sandbox.js';

jest.setTimeout(900_000);

const APPS = ['crm', 'hr', 'project', 'purchase', 'sale', 'stock'];
const PLACES = Object.entries(KNOWN_VIEWS).flatMap(([model, views]) => (['form', 'list', 'search'] as const).flatMap((kind) => {
  const view = views[kind];
  const anchors = Object.entries(anchorsOf(model)?.[kind] ?? {}).flatMap(([tag, names]) => names.map((name) => `//${tag}[@name='${name}']`));
  const whole = kind !== 'form' ? [`//${kind}`] : [`//${views.anchor}`, "//div[@name='button_box']", views.header ? '//form/header' : '//form/sheet'];
  return view === undefined ? [] : [[view, [...anchors, ...whole]] as const];
}));

const TEST = `import json

from odoo.tests import TransactionCase, tagged

PLACES = json.loads(${JSON.stringify(JSON.stringify(PLACES))})


@tagged("post_install", "-at_install")
class TestAnchors(TransactionCase):
    def test_anchors(self):
        missing = []
        for view, paths in PLACES:
            arch = self.env.ref(view)._get_combined_arch()
            missing += [f"{view} {path}" for path in paths if not arch.xpath(path)]
        self.assertEqual("; ".join(missing), "")
`;

test('whatever a spec may hold on to in a view of Odoo is there, with the apps beside each other', async () => {
  const files = [
    { path: '__init__.py', content: '' }, { path: '__manifest__.py', content: `{"name": "Anchors", "version": "19.0.1.0.0", "license": "LGPL-3", "author": "x", "depends": ${JSON.stringify(APPS)}}\n` },
    { path: 'tests/__init__.py', content: 'from . import test_anchors\n' }, { path: 'tests/test_anchors.py', content: TEST },
  ];
  const run = await inSandbox(async (sandbox) => {
    await sandbox.putFiles('/mnt/modules/anchor_check', files, 'postgres');
    await cloneTemplate(sandbox, 'tpl_base', TEST_DATABASE);
    return runTests(sandbox, 'anchor_check', { timeoutMs: 240_000 });
  }, APPS);
  expect(run.records.filter(({ level }) => level === 'ERROR').map(({ message }) => message)).toEqual([]);
  expect(run.exitCode).toBe(0);
});
