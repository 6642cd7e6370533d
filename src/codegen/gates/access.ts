import { isTest, refused, textOf, type Gate } from './gate.js';
import { ownIds } from './references.js';

const FILE = 'security/ir.model.access.csv';

/** Each new model has a row of access rights, and each row is about a model and a group that exist. */
export const access: Gate = ({ name: module, files, facts }) => {
  const { python } = facts;
  const own = new Map<string, { path: string; line: number }>();
  for (const { path, classes } of python.filter((source) => !isTest(source.path))) {
    for (const { line, bases, assignments } of classes) {
      const name = assignments['_name'];
      if (typeof name === 'string' && bases.some((base) => /(^|\.)Model$|TransientModel$/.test(base))) own.set(name.replaceAll('.', '_'), { path, line });
    }
  }
  const csv = files.find(({ path }) => path === FILE);
  // Only ids are looked at, which hold no quotes and no commas.
  const rows = csv === undefined ? [] : textOf(csv).split(/\r?\n/).slice(1).map((text, index) => ({ line: index + 2, model: /(?:^|,)"?model_([a-z0-9_]+)"?(?:,|$)/.exec(text)?.[1], group: /(?:^|,)"?(?:[a-z0-9_]+\.)?model_[a-z0-9_]+"?,"?([\w.]+)"?(?:,|$)/.exec(text)?.[1] }));
  const covered = new Set(rows.map(({ model }) => model));
  const bare = [...own].filter(([model]) => !covered.has(model)).map(([model, { path, line }]) => refused(path, line, `no access rights for model_${model} in ${FILE}`, 'Nobody could use these records: they have no access rights.'));
  const theirs = new Set(python.flatMap(({ classes }) => classes.flatMap(({ assignments }) => [assignments['_inherit']].flat())).filter((name) => typeof name === 'string').map((name) => name.replaceAll('.', '_')));
  // `base.model_res_partner` is another module's; without a module's name it has to be ours.
  const oddModels = rows.filter(({ model }) => model !== undefined && !own.has(model) && !theirs.has(model)).map(({ model, line }) => refused(FILE, line, `model_${model}: this module has no such model`, 'There are access rights for something that does not exist, so Odoo cannot load them.'));
  const ids = ownIds({ name: module, facts });
  const oddGroups = rows.flatMap(({ group, line }) => {
    if (group === undefined || (group.includes('.') && !group.startsWith(`${module}.`)) || ids.has(group.slice(group.indexOf('.') + 1))) return [];
    return [refused(FILE, line, `${group}: this module has no such group`, 'There are access rights for a group that does not exist, so Odoo cannot load them.')];
  });
  return [...bare, ...oddModels, ...oddGroups];
};
