import type { ModuleFile } from '../domain/module-file.js';
import { dict, layout, list, text } from './python/layout.js';
import { HOOKS, hooksOf } from './upkeep/hooks.js';
import type { SpecIndex } from './spec/spec-index.js';
import { pythonString } from './text/python-string.js';

/** `__manifest__.py`, keys in the order of OCA's template. What Odoo takes for granted is not said: its own lint refuses that. */
export function manifestFile(index: SpecIndex, data: readonly string[], demo: readonly string[]): ModuleFile {
  const { spec } = index;
  const code = dict([
    ['name', text(spec.title)],
    ['summary', text(spec.summary)],
    ['version', pythonString(`${spec.odooVersion}.${spec.version}`)],
    ['development_status', pythonString(spec.developmentStatus)],
    ['category', text(spec.category)],
    ...(spec.website === undefined ? [] : [['website', text(spec.website)] as const]),
    ['author', text(spec.author)],
    ['license', pythonString(spec.license)],
    ['depends', list(dependencies(index).map(pythonString))],
    ...(data.length === 0 ? [] : [['data', list(data.map(pythonString))] as const]),
    ...(demo.length === 0 ? [] : [['demo', list(demo.map(pythonString))] as const]),
    ...(spec.maintainers.length === 0 ? [] : [['maintainers', list(spec.maintainers.map(pythonString))] as const]),
    ...hooksOf(index).map(([key]) => [HOOKS[key], pythonString(HOOKS[key])] as const),
    ...(spec.application ? [['application', 'True'] as const] : []),
    ['installable', 'True'],
  ]);
  return { path: '__manifest__.py', content: `${layout(code, 0)}\n` };
}

/** The apps that the spec names, mail for a chatter, and base when there is nothing else. */
function dependencies({ spec }: SpecIndex): string[] {
  const needed = new Set(spec.depends);
  if (spec.models.some((model) => model.mailThread) || spec.mailTemplates.length > 0) needed.add('mail');
  if (spec.reports.length > 0) needed.add('web');
  if (spec.models.some((model) => model.portal !== undefined)) needed.add('portal');
  return needed.size === 0 ? ['base'] : [...needed];
}
