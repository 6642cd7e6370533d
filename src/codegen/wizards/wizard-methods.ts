import { parseExpression } from '../../domain/expression/parse.js';
import type { Wizard } from '../../domain/module-spec/behaviour.js';
import { WIZARD_FIELDS, wizardSource } from '../../domain/module-spec/implied-models.js';
import type { Model } from '../../domain/module-spec/models.js';
import { effectLines, opened } from '../effects/effects.js';
import { printPython } from '../expression/python.js';
import { methodScope } from '../expression/python-scope.js';
import { expressionText, valueCode } from '../expression/value.js';
import { bodyLines, condition, method } from '../models/method.js';
import type { Imports } from '../python/imports.js';
import { call, dict, layout, type Code } from '../python/layout.js';
import { recordVariable } from '../python/names.js';
import { afterMethod, requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonProse, pythonString } from '../text/python-string.js';

export const RUN = 'action_run';

/** What a wizard starts with, and what its button does. Nothing for the model of its rows. */
export function printWizardMethods(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const wizard = index.spec.wizards.find(({ name }) => name === model.name);
  return wizard === undefined ? [] : [...printDefaults(wizard, index, imports), ...printRun(wizard, index, imports, bodies)];
}

/** The selected records, and a row for each of them or of what belongs to them: apart, for Odoo's parameter hides the `fields` that values need. */
function printDefaults(wizard: Wizard, index: SpecIndex, imports: Imports): string[] {
  const { lines } = wizard;
  imports.use('api');
  const body = [
    '"""What comes from the records that were selected."""',
    `if self.env.context.get("active_model") != ${pythonString(wizard.model)}:`,
    '    return {}',
    ...spread(call(`self.env[${pythonString(wizard.model)}].browse`, ['self.env.context.get("active_ids", [])']), 'selected = '),
    `values = {"${WIZARD_FIELDS.records}": [${imports.use('Command')}.set(selected.ids)]}`,
  ];
  const source = wizardSource(index.spec, wizard);
  if (lines !== undefined && source !== null) {
    const scope = methodScope(index, imports, null);
    const row = recordVariable(source);
    const inner = { ...scope, record: { code: row, model: source } };
    const rows = lines.of === undefined ? 'selected' : `selected.${lines.of}`;
    const entries = lines.fields.flatMap((field): (readonly [string, Code])[] => (expressionText(field.default) === null ? [] : [[field.name, valueCode(field.default ?? null, inner)]]));
    body.push(
      `values["${WIZARD_FIELDS.lines}"] = [`,
      ...layout(call('Command.create', [dict([[WIZARD_FIELDS.source, `${row}.id`], ...entries])]), 3).split('\n').map((line, i) => `    ${i === 0 ? line : line.slice(12)}`),
      `    for ${row} in ${rows}`,
      ...(lines.when === undefined ? [] : condition('if ', printPython(parseExpression(lines.when), inner).code, '', 3).map((line) => `    ${line}`)),
      ']',
    );
  }
  return [
    method('default_get(self, fields)', ['return {**super().default_get(fields), **self._from_selection()}'], ['@api.model']),
    method('_from_selection(self)', [...body, 'return values'], ['@api.model']),
  ];
}

function printRun(wizard: Wizard, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const record = { code: recordVariable(wizard.name), model: wizard.name };
  const lines = effectLines(wizard.effects, { index, imports, record, depth: 3 });
  return [
    method(`${RUN}(self)`, [
      `"""${pythonProse(wizard.run).replace(/[.!?…]+$/, '')}."""`,
      ...(lines.length === 0 ? [] : [`for ${record.code} in self:`, ...lines.map((line) => `    ${line}`)]),
      ...(wizard.words === undefined ? [] : [`self.${afterMethod(RUN)}()`]),
      opened(wizard.effects, { index, imports, record }) ?? 'return {"type": "ir.actions.act_window_close"}',
    ]),
    ...(wizard.words === undefined ? [] : [method(`${afterMethod(RUN)}(self)`, bodyLines(requireBody(bodies, slotId(wizard.name, 'wizard', RUN)), imports))]),
  ];
}

function spread(code: Code, before: string): string[] {
  return layout(code, 2, before).split('\n').map((line, i) => (i === 0 ? line : line.slice(8)));
}
