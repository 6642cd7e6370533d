import { selectionsOf } from '../selections.js';
import { unique, type Law } from './law.js';

/** What was renamed is gone under its former name, and nothing else has it. Whether it was there is told by the revision before (renames.ts). */
export const renamesLaw: Law = (names, tell) => {
  const { models } = names.spec;
  unique(models.flatMap(({ renamedFrom }, at) => (renamedFrom === undefined ? [] : [{ name: renamedFrom, path: `models[${at}].renamedFrom` }])), 'The former name', tell);
  models.forEach((model, at) => {
    const path = `models[${at}]`;
    if (model.renamedFrom !== undefined && model.extends) tell(`${path}.renamedFrom`, `\`${model.name}\` is a model of Odoo, which this module does not rename.`, 'Take `renamedFrom` out.');
    else if (model.renamedFrom !== undefined && names.model(model.renamedFrom) !== null) tell(`${path}.renamedFrom`, `\`${model.renamedFrom}\` is still there.`, 'What was renamed is gone.');
    unique(model.fields.flatMap(({ renamedFrom }, index) => (renamedFrom === undefined ? [] : [{ name: renamedFrom, path: `${path}.fields[${index}].renamedFrom` }])), `The former name in \`${model.name}\``, tell);
    model.fields.forEach(({ renamedFrom }, index) => {
      if (renamedFrom !== undefined && names.field(model.name, renamedFrom) !== null) tell(`${path}.fields[${index}].renamedFrom`, `\`${renamedFrom}\` is still a field of \`${model.name}\`.`, 'What was renamed is gone.');
    });
    for (const { field, options, place } of selectionsOf(model)) {
      const former = options.flatMap(({ renamedFrom }, index) => (renamedFrom === undefined ? [] : [{ name: renamedFrom, path: `${path}.${place}.options[${index}].renamedFrom` }]));
      unique(former, `The former id in \`${field}\``, tell);
      for (const { name, path: at } of former) if (options.some(({ id }) => id === name)) tell(at, `'${name}' is still an option of \`${field}\`.`, 'What was renamed is gone.');
    }
  });
};
