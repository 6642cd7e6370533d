import { openingsTest } from '../../../src/codegen/acceptance/openings-test.js';
import { SpecIndex } from '../../../src/codegen/spec/spec-index.js';
import { storedSpec } from '../../support/stored-spec.js';

const printed = (example: string): string | null => openingsTest(new SpecIndex(storedSpec(`examples/${example}`).spec));

test('a smart button, a wizard’s button and an import page are opened', () => {
  expect(printed('equipment-rental')).toContain('record = self.env["rental.machine"].new()\n        opened = record.action_view_rentals()\n        self.assertEqual(opened["res_model"], "rental.order")\n');
  expect(printed('vehicle-workshop')).toContain('action_open_garage_close_wizard()');
  expect(printed('tool-pool')).toContain('"/tool_pool/static/xls/tool_tool.csv",\n');
});

test('a module that opens nothing has no such test', () => {
  expect(printed('sale-commission')).toBeNull();
});
