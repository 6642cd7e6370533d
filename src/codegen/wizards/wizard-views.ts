import type { ModuleFile } from '../../domain/module-file.js';
import type { Wizard } from '../../domain/module-spec/behaviour.js';
import { WIZARD_FIELDS, wizardLineModel } from '../../domain/module-spec/implied-models.js';
import type { Model } from '../../domain/module-spec/models.js';
import { commands } from '../data/commands.js';
import { modelField } from '../data/model-ref.js';
import { wizardAction } from '../models/effect-methods.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument, type Element } from '../text/xml-element.js';
import { archSafe } from '../views/arch-safe.js';
import { isCurrency } from '../views/field-choice.js';
import { fieldNode } from '../views/field-node.js';
import { RUN } from './wizard-methods.js';

/** `wizards/workshop_bill_wizard_views.xml`: the window, and the action that opens it. */
export function wizardFiles(index: SpecIndex): ModuleFile[] {
  return index.spec.wizards.map((wizard) => ({ path: `wizards/${underscored(wizard.name)}_views.xml`, content: xmlDocument(element('odoo', {}, view(wizard, index), action(wizard, index))) }));
}

function view(wizard: Wizard, index: SpecIndex): Element {
  const own = index.model(wizard.name);
  const row = index.model(wizardLineModel(wizard));
  const fields = own === null ? [] : own.fields.filter(({ name }) => name !== WIZARD_FIELDS.records && name !== WIZARD_FIELDS.lines);
  const visible = own === null ? [] : fields.filter((field) => !isCurrency(field, own) && !made(wizard, undefined).has(field.name));
  const form = element('form', {},
    own !== null && [...hidden(own), ...made(wizard, undefined)].map((name) => element('field', { name, invisible: '1' })),
    element('group', {}, element('field', { name: WIZARD_FIELDS.records, widget: 'many2many_tags', readonly: '1', invisible: wizard.list ? undefined : '1' })),
    visible.length > 0 && own !== null && element('group', {}, visible.map(({ name }) => fieldNode(own, name))),
    row !== null && element('field', { name: WIZARD_FIELDS.lines, nolabel: '1' }, rows(row, made(wizard, WIZARD_FIELDS.lines))),
    element('footer', {},
      element('button', { name: RUN, string: wizard.run, type: 'object', class: 'btn-primary', 'data-hotkey': 'q' }),
      element('button', { string: 'Cancel', special: 'cancel', class: 'btn-secondary', 'data-hotkey': 'x' })));
  return element('record', { id: `${underscored(wizard.name)}_view_form`, model: 'ir.ui.view' },
    element('field', { name: 'name' }, `${wizard.name}.view.form`),
    element('field', { name: 'model' }, wizard.name),
    element('field', { name: 'arch', type: 'xml' }, archSafe(form)));
}

function hidden(model: Model): string[] {
  return model.fields.filter((field) => isCurrency(field, model)).map(({ name }) => name);
}

/** What effects fill in with what they create is not asked. @param over the relation that they go over; undefined: the wizard itself */
function made({ effects }: Wizard, over: string | undefined): ReadonlySet<string> {
  return new Set(effects.flatMap((effect) => (effect.link === undefined || effect.for !== over ? [] : [effect.link])));
}

/** Rows are made when the window opens, one for each record: none are added, any may be taken out. */
function rows(model: Model, made: ReadonlySet<string>): Element {
  return element('list', { editable: 'bottom', create: '0' },
    [...hidden(model), ...made].map((name) => element('field', { name, column_invisible: '1' })),
    element('field', { name: WIZARD_FIELDS.source, readonly: '1', force_save: '1' }),
    model.fields.filter((field) => field.name !== WIZARD_FIELDS.wizard && field.name !== WIZARD_FIELDS.source && !isCurrency(field, model) && !made.has(field.name)).map(({ name }) => element('field', { name })));
}

function action(wizard: Wizard, index: SpecIndex): Element {
  return element('record', { id: wizardAction(wizard), model: 'ir.actions.act_window' },
    element('field', { name: 'name' }, wizard.label),
    element('field', { name: 'res_model' }, wizard.name),
    element('field', { name: 'view_mode' }, 'form'),
    element('field', { name: 'target' }, 'new'),
    wizard.list && modelField('binding_model_id', wizard.model, index),
    wizard.list && element('field', { name: 'binding_view_types' }, 'list,kanban'),
    wizard.groups.length > 0 && element('field', { name: 'group_ids', eval: commands('link', wizard.groups) }));
}
