import { refused, type Gate } from './gate.js';
import { ownModels } from './own-models.js';
import { viewElements } from './view-elements.js';

/** Fields that Odoo gives every model, or that the chatter brings. */
const GIVEN = /^(id|display_name|create_(date|uid)|write_(date|uid)|message_\w+|activity_\w+|website_message_ids|has_message|my_activity_\w+|rating_ids)$/;

/** Views of the module's own new models show fields that the Python code defines. */
export const viewFields: Gate = ({ facts }) => {
  const models = ownModels(facts);
  return facts.xml.flatMap((source) =>
    viewElements(source).flatMap(({ model, element: { tag, line, attributes } }) => {
      const field = attributes['name'];
      const known = models.get(model);
      if (tag !== 'field' || field === undefined || known?.whole !== true || known.attributes.has(field) || GIVEN.test(field)) return [];
      return [refused(source.path, line, `${model} has no field ${field}`, `A view shows the field "${field}", which does not exist, so Odoo cannot load it.`)];
    }),
  );
};
