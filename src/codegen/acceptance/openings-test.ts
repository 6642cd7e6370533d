import { openingMethod } from '../models/effect-methods.js';
import { method } from '../models/method.js';
import { call, layout, list } from '../python/layout.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { importTemplatePaths } from '../spreadsheet/import-template.js';
import { pythonString } from '../text/python-string.js';

/** Each button that only opens something opens that, and each import page offers its files; null when there is nothing of the kind. */
export function openingsTest(index: SpecIndex): string | null {
  const opened = (model: string, button: string, target: string): string[] => [
    `record = self.env[${pythonString(model)}].new()`,
    `opened = record.${button}()`,
    ...statement(call('self.assertEqual', ['opened["res_model"]', pythonString(target)])),
  ];
  const lines = [
    ...index.models.flatMap((model) => model.smartButtons.flatMap((button) => opened(model.name, button.id, index.field(model.name, button.relation)?.comodel ?? ''))),
    ...index.spec.wizards.filter(({ form }) => form).flatMap((wizard) => opened(wizard.model, openingMethod(wizard), wizard.name)),
    ...index.models.filter(({ importTemplate }) => importTemplate).flatMap((model) => [
      ...statement(`self.env[${pythonString(model.name)}].get_import_templates()`, 'offered = '),
      ...statement(call('self.assertEqual', ['[each["template"] for each in offered]', list(importTemplatePaths(model, index).map(pythonString))])),
    ]),
  ];
  if (lines.length === 0) return null;
  return method('test_openings(self)', ['"""What opens something opens that, and import pages offer files."""', ...lines]);
}

const statement = (code: Parameters<typeof layout>[0], before = ''): string[] => layout(code, 2, before).split('\n').map((line, i) => (i === 0 ? line : line.slice(8)));
