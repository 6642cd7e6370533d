import type { ModuleFile } from '../../domain/module-file.js';
import type { Model } from '../../domain/module-spec/models.js';
import { Imports } from '../python/imports.js';
import { layout, list, text } from '../python/layout.js';
import { className, underscored } from '../python/names.js';
import { recordName } from '../spec/complete-model.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { printImportTemplates } from '../spreadsheet/import-template.js';
import { pythonProse, pythonString } from '../text/python-string.js';
import { printWizardMethods } from '../wizards/wizard-methods.js';
import { printButtons } from './buttons.js';
import { printCompute } from './compute.js';
import { printPythonConstraint, printSqlConstraint } from './constraints.js';
import { printBehaviour } from './effect-methods.js';
import { printField } from './field.js';
import { printClosing } from './closing.js';
import { printInverse, printSearch } from './compute-back.js';
import { printLifecycle } from './lifecycle.js';
import { printNextNumber } from './numbering.js';
import { printOnchanges } from './onchange.js';
import { printSmartButtons } from './smart-buttons.js';

/** `models/library_book.py`: one class, in the order of Odoo's guidelines. */
export function modelFile(model: Model, index: SpecIndex, bodies: ReadonlyMap<string, string>): ModuleFile {
  const imports = new Imports();
  const transient = index.isTransient(model.name);
  const head = `class ${className(model.name)}(${imports.use('models')}.${transient ? 'TransientModel' : 'Model'}):`;
  const present = (part: string | null): part is string => part !== null;
  const blocks = [
    attributes(model),
    model.fields.map((field) => printField(field, model, index, imports)).join('\n'),
    model.constraints.map((constraint) => printSqlConstraint(constraint, model, index, imports)).filter(present).join('\n'),
    ...model.fields.flatMap((field) => [printCompute(field, model, index, imports, bodies), printInverse(field, model, index, imports, bodies), printSearch(field, model, index, imports, bodies)]).filter(present),
    ...model.constraints.map((constraint) => printPythonConstraint(constraint, model, index, imports, bodies)).filter(present),
    ...printOnchanges(model, index, imports, bodies),
    ...printLifecycle(model, index, imports, bodies),
    ...[printNextNumber(model, index.spec.name, imports)].filter(present),
    ...printClosing(model, index, imports, bodies),
    ...printSmartButtons(model, index),
    ...printButtons(model, index, imports, bodies),
    ...[printImportTemplates(model, index, imports)].filter(present),
    ...printBehaviour(model, index, imports, bodies),
    ...printWizardMethods(model, index, imports, bodies),
  ].filter((block) => block !== '');
  const logger = index.spec.jobs.some((job) => job.model === model.name) ? '\n\n_logger = logging.getLogger(__name__)' : '';
  const content = `${imports.print()}${logger}\n\n\n${head}\n${blocks.join('\n\n')}\n`;
  return { path: `${transient ? 'wizards' : 'models'}/${underscored(model.name)}.py`, content };
}

function attributes(model: Model): string {
  const inherit = [...(model.extends ? [model.name] : []), ...(model.mailThread ? ['mail.thread', 'mail.activity.mixin'] : [])];
  const line = (name: string, code: Parameters<typeof layout>[0]): string => `    ${layout(code, 1, `${name} = `)}`;
  const naming = recordName(model);
  const description = model.description === undefined ? null : docstring(model.description);
  const lines = [
    ...(model.extends ? [] : [line('_name', pythonString(model.name))]),
    ...(inherit.length === 0 ? [] : [line('_inherit', inherit.length === 1 ? pythonString(inherit[0] ?? '') : list(inherit.map(pythonString)))]),
    ...(model.extends ? [] : [line('_description', text(model.label))]),
    ...(model.multiCompany ? [line('_check_company_auto', 'True')] : []),
    ...(model.order === undefined ? [] : [line('_order', pythonString(model.order))]),
    ...(model.extends && model.recName === undefined || naming === null || naming === 'name' ? [] : [line('_rec_name', pythonString(naming))]),
  ];
  return [...(description === null ? [] : [description, '']), ...lines].join('\n');
}

function docstring(prose: string): string | null {
  const words = pythonProse(prose).split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 80) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (words.join('') === '') return null;
  const only = lines[0] ?? '';
  return lines.length === 1 && only.length < 76 ? `    """${only}"""` : `    """${lines.join('\n    ')}\n    """`;
}
