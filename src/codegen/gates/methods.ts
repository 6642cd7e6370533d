import { isTest, refused, type Gate } from './gate.js';
import { ownModels } from './own-models.js';
import { viewElements } from './view-elements.js';

/** Methods that every model has, or that the chatter brings, and that a button may call. */
const GIVEN = /^(action_archive|action_unarchive|toggle_active|copy|unlink|create|write|read|name_create|message_\w+|activity_\w+|action_\w*feedback\w*)$/;
/** Odoo's own way to show the groups of a relation in which there is nothing. */
const EXPAND = '_read_group_expand_full';
/** Keywords of a field that name a method. */
const NAMING = ['compute', 'inverse', 'search', 'group_expand'];

/** Methods that fields and buttons name exist, and none stands twice in a class, where Python keeps the last. */
export const methods: Gate = ({ facts }) => {
  const models = ownModels(facts);
  const ofFields = [...models.values()].filter(({ whole }) => whole).flatMap((model) =>
    model.fields.flatMap(({ name, call, path, line }) =>
      NAMING.flatMap((keyword) => {
        const method = call.keywords[keyword];
        if (typeof method !== 'string' || model.methods.has(method) || method === EXPAND) return [];
        return [refused(path, line, `${model.name} has no method ${method}`, `The field "${name}" names the method "${method}", which does not exist.`)];
      }),
    ),
  );
  const ofButtons = facts.xml.flatMap((source) =>
    viewElements(source).flatMap(({ model, element: { tag, line, attributes } }) => {
      const method = attributes['name'];
      const known = models.get(model);
      if (tag !== 'button' || attributes['type'] !== 'object' || method === undefined || known?.whole !== true || known.methods.has(method) || GIVEN.test(method)) return [];
      return [refused(source.path, line, `${model} has no method ${method}`, `A button calls "${method}", which does not exist, so Odoo cannot load the view.`)];
    }),
  );
  return [...ofFields, ...ofButtons, ...twice(facts.python)];
};

function twice(python: Parameters<Gate>[0]['facts']['python']): ReturnType<Gate> {
  return python.flatMap(({ path, classes }) =>
    classes.flatMap((each) => {
      const seen = new Set<string>();
      return each.methods.flatMap(({ name, line, decorators }) => {
        if (decorators.some((decorator) => /\.(setter|getter|deleter)$|overload$/.test(decorator))) return [];
        if (!seen.has(name)) {
          seen.add(name);
          return [];
        }
        return [refused(path, line, `${each.name}.${name} is defined twice`, isTest(path) ? 'Of two tests of one name only the second runs.' : 'Of two methods of one name in a class only the second exists.')];
      });
    }),
  );
}
