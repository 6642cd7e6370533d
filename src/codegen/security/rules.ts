import type { ModuleFile } from '../../domain/module-file.js';
import { parseExpression } from '../../domain/expression/parse.js';
import { portalModels } from '../controllers/portal.js';
import { commands } from '../data/commands.js';
import { printDomain } from '../expression/domain.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';

export const RULES_PATH = 'security/rules.xml';

/** Record rules; not updated with the module, so that an administrator's change stays. */
export function rulesFile(index: SpecIndex): ModuleFile | null {
  const records = index.models.flatMap((model) => model.rules.map((rule) => element('record', { id: rule.id, model: 'ir.rule' },
    element('field', { name: 'name' }, rule.label),
    element('field', { name: 'model_id', ref: `model_${underscored(model.name)}` }),
    element('field', { name: 'domain_force' }, printDomain(parseExpression(rule.where), { index, model: model.name, place: { kind: 'rule' } })),
    rule.groups.length > 0 && element('field', { name: 'groups', eval: commands('link', rule.groups) }),
    ([['perm_read', rule.read], ['perm_write', rule.write], ['perm_create', rule.create], ['perm_unlink', rule.delete]] as const)
      .filter(([, on]) => !on).map(([name]) => element('field', { name, eval: 'False' })))));
  records.push(...portalModels(index).map((model) => element('record', { id: `portal_rule_${underscored(model.name)}`, model: 'ir.rule' },
    element('field', { name: 'name' }, `${model.label}: customers see their own`),
    element('field', { name: 'model_id', ref: `model_${underscored(model.name)}` }),
    element('field', { name: 'domain_force' }, `[('${model.portal.customer}', 'child_of', [user.commercial_partner_id.id])]`),
    element('field', { name: 'groups', eval: commands('link', ['base.group_portal']) }))));
  return records.length === 0 ? null : { path: RULES_PATH, content: xmlDocument(element('odoo', { noupdate: '1' }, records)) };
}
