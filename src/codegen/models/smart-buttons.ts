import { parseExpression } from '../../domain/expression/parse.js';
import type { Model, SmartButton } from '../../domain/module-spec/models.js';
import { domainTerms } from '../expression/domain.js';
import { call, dict, layout, list, text, type Code } from '../python/layout.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonProse, pythonString } from '../text/python-string.js';
import { viewModes } from '../views/view-modes.js';
import { method } from './method.js';

/** The methods behind smart buttons: the records of a relation in a window of their own. */
export function printSmartButtons(model: Model, index: SpecIndex): string[] {
  return model.smartButtons.map((button) => {
    const opened = window(button, model, index);
    return method(`${button.id}(self)`, [
      `"""Open ${pythonProse(button.label).replace(/[.!?…]+$/, '')}."""`,
      'self.ensure_one()',
      ...layout(opened, 2, 'return ').split('\n').map((line, i) => (i === 0 ? line : line.slice(8))),
    ]);
  });
}

function window(button: SmartButton, model: Model, index: SpecIndex): Code {
  const relation = index.field(model.name, button.relation);
  const comodel = relation?.comodel ?? '';
  const mine = relation?.type === 'one2many' ? `("${relation.inverse}", "=", self.id)` : `("id", "in", self.${button.relation}.ids)`;
  const where = button.where === undefined ? [] : domainTerms(parseExpression(button.where), { index, model: comodel, place: { kind: 'python', user: 'self.env.user', named: () => null } });
  const own = index.model(comodel);
  return dict([
    ['type', pythonString('ir.actions.act_window')],
    ['name', call('self.env._', [text(button.label)])],
    ['res_model', pythonString(comodel)],
    ['view_mode', pythonString(own === null || own.extends ? 'list,form' : viewModes(own).join(','))],
    ['domain', list([mine, ...where])],
    ...(relation?.type === 'one2many' ? [['context', dict([[`default_${relation.inverse}`, 'self.id']])] as const] : []),
  ]);
}
