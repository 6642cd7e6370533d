import type { ModuleFile } from '../../domain/module-file.js';
import type { Setting } from '../../domain/module-spec/behaviour.js';
import { settingKey } from '../../domain/module-spec/implied-models.js';
import { Imports } from '../python/imports.js';
import { call, layout, list, text, tuple, type Code } from '../python/layout.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { archSafe } from '../views/arch-safe.js';

export const SETTINGS_MODEL = 'res.config.settings';

const CLASS = { char: 'Char', integer: 'Integer', float: 'Float', boolean: 'Boolean', selection: 'Selection', many2one: 'Many2one' } as const;

/** `models/res_config_settings.py`: what is per company is the company's, the rest is a parameter of the installation. */
export function settingsModel(index: SpecIndex): ModuleFile | null {
  const { settings } = index.spec;
  if (settings.length === 0) return null;
  const imports = new Imports();
  const base = `${imports.use('models')}.TransientModel`;
  const fields = settings.map((setting) => `    ${layout(fieldCode(setting, index, imports), 1, `${setting.name} = `)}`);
  const content = `${imports.print()}\n\n\nclass ResConfigSettings(${base}):\n    _inherit = "${SETTINGS_MODEL}"\n\n${fields.join('\n')}\n`;
  return { path: 'models/res_config_settings.py', content };
}

function fieldCode(setting: Setting, index: SpecIndex, imports: Imports): Code {
  const choices = setting.type === 'selection' && setting.per === 'installation' ? list((setting.options ?? []).map((option) => tuple([pythonString(option.id), text(option.label)]))) : undefined;
  const place: Record<string, Code | undefined> = setting.per === 'company'
    ? { related: pythonString(`company_id.${setting.name}`), readonly: 'False' }
    : setting.group !== undefined ? { implied_group: pythonString(index.xmlId(setting.group)) } : { config_parameter: pythonString(settingKey(index.spec, setting)) };
  return call(`${imports.use('fields')}.${CLASS[setting.type]}`, [], { string: text(setting.label), ...(choices === undefined ? {} : { selection: choices }), ...place, ...(setting.help === undefined ? {} : { help: text(setting.help) }) });
}

/** What the parameters are at first. Later an empty one is empty: Odoo keeps nothing for 0 and false. */
export function settingsData(index: SpecIndex): ModuleFile | null {
  const records = index.spec.settings.flatMap((setting) => {
    const { default: first } = setting;
    if (setting.per !== 'installation' || setting.group !== undefined || first === undefined || first === null || first === false || first === 0 || first === '') return [];
    return [element('record', { id: `parameter_${setting.name}`, model: 'ir.config_parameter' },
      element('field', { name: 'key' }, settingKey(index.spec, setting)),
      element('field', { name: 'value' }, first === true ? 'True' : String(first)))];
  });
  return records.length === 0 ? null : { path: 'data/ir_config_parameter_data.xml', content: xmlDocument(element('odoo', { noupdate: '1' }, records)) };
}

/** The module's part of Odoo's settings page, and a menu that leads there if the module has a root menu. */
export function settingsView(index: SpecIndex): ModuleFile | null {
  const { spec } = index;
  if (spec.settings.length === 0) return null;
  const app = element('app', { 'data-string': spec.title, string: spec.title, name: spec.name },
    element('block', { title: spec.title, name: `${spec.name}_settings` }, spec.settings.map((setting) => element('setting', { id: `${spec.name}_${setting.name}`, string: setting.type === 'boolean' ? undefined : setting.label, help: setting.help, company_dependent: setting.per === 'company' ? '1' : undefined },
      element('field', { name: setting.name })))));
  const view = element('record', { id: 'res_config_settings_view_form', model: 'ir.ui.view' },
    element('field', { name: 'name' }, `${SETTINGS_MODEL}.view.form.inherit.${spec.name}`),
    element('field', { name: 'model' }, SETTINGS_MODEL),
    element('field', { name: 'inherit_id', ref: 'base.res_config_settings_view_form' }),
    element('field', { name: 'arch', type: 'xml' }, archSafe(element('xpath', { expr: '//form', position: 'inside' }, app))));
  const action = element('record', { id: 'res_config_settings_action', model: 'ir.actions.act_window' },
    element('field', { name: 'name' }, 'Settings'),
    element('field', { name: 'res_model' }, SETTINGS_MODEL),
    element('field', { name: 'view_mode' }, 'form'),
    element('field', { name: 'context' }, `{'module': '${spec.name}', 'bin_size': False}`));
  const hasRoot = spec.menus.length > 0 ? spec.menus.some(({ parent }) => parent === undefined) : spec.models.some((model) => !model.extends);
  const menu = hasRoot && element('menuitem', { id: `${spec.name}_menu_settings`, name: 'Settings', parent: `${spec.name}_menu_root`, action: 'res_config_settings_action', sequence: '100', groups: 'base.group_system' });
  return { path: 'views/res_config_settings_views.xml', content: xmlDocument(element('odoo', {}, view, action, menu)) };
}
