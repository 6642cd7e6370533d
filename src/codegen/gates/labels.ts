import { refused, type Gate } from './gate.js';
import { ownModels, type OwnField } from './own-models.js';

/** Where a field's label stands when it is given by place: Odoo's own signatures. */
const PLACE: Readonly<Record<string, number>> = { Many2one: 1, Selection: 1, One2many: 2, Many2many: 4, Reference: 1, Many2oneReference: 0 };

/** The label that a person reads; null when it is computed. */
function labelOf({ name, type, call }: OwnField): string | null {
  const given = 'string' in call.keywords ? call.keywords['string'] : call.args[PLACE[type] ?? 0];
  if (typeof given === 'string') return given;
  if ('string' in call.keywords || call.args.length > (PLACE[type] ?? 0)) return null;
  // As Odoo makes it of the name.
  return name.replace(/_ids?$/, '').replaceAll('_', ' ').replaceAll(/[a-zA-Z]+/g, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase());
}

/** Two fields of a model with one label cannot be told apart in filters, exports and messages. Odoo warns and goes on. */
export const labels: Gate = ({ facts }) =>
  [...ownModels(facts).values()].flatMap(({ name: model, fields }) => {
    const seen = new Map<string, string>();
    return fields.flatMap((field) => {
      const label = labelOf(field);
      const before = label === null ? undefined : seen.get(label);
      if (label === null || before === field.name) return [];
      if (before === undefined) {
        seen.set(label, field.name);
        return [];
      }
      return [refused(field.path, field.line, `Two fields (${before}, ${field.name}) of ${model} have the same label: ${label}`, `Two fields have the same label "${label}", so a person cannot tell them apart.`)];
    });
  });
