import type { Finding } from '../../domain/verdict.js';
import { refused, type Gate, type GateInput } from './gate.js';
import { readManifest } from './manifest.js';

interface Place {
  readonly path: string;
  readonly line: number;
}

interface Reference extends Place {
  /** As it is written, e.g. `ref="group_x"`. */
  readonly written: string;
  readonly id: string;
  /** Looked up while the file is loaded, so what it names must have been loaded before. */
  readonly atOnce: boolean;
}

const DEFINING = new Set(['record', 'menuitem', 'template', 'report', 'asset']);
const REFERRING = new Set(['ref', 'inherit_id', 'parent', 'action', 'groups']);
/** Made by Odoo for each model, field and module. */
const GIVEN = /^(module_|field_|selection_|constraint_|model_)/;

/** XML ids that the module's own files make, without the module's name, each where it is made first. */
export function ownIds({ name, facts: { xml } }: Pick<GateInput, 'name' | 'facts'>): ReadonlyMap<string, Place> {
  const ids = new Map<string, Place>();
  for (const { path, elements } of xml) {
    for (const { tag, line, attributes: { id } } of elements) {
      if (id === undefined || !DEFINING.has(tag)) continue;
      const own = id.startsWith(`${name}.`) ? id.slice(name.length + 1) : id;
      if (!ids.has(own)) ids.set(own, { path, line });
    }
  }
  return ids;
}

/** Models that the module's Python makes or extends, as Odoo names their ids. */
function modelIds({ facts: { python } }: GateInput): ReadonlySet<string> {
  const models = python.flatMap(({ classes }) => classes.flatMap(({ assignments }) => [assignments['_name'], assignments['_inherit']].flat()));
  return new Set(models.filter((model) => typeof model === 'string').map((model) => `model_${model.replaceAll('.', '_')}`));
}

/** References of the module's XML to ids without a module, or with ours. */
function ownReferences({ name, facts: { xml } }: GateInput): Reference[] {
  const own = (id: string): string[] => (!/^[A-Za-z_][\w.]*$/.test(id) ? [] : !id.includes('.') ? [id] : id.startsWith(`${name}.`) ? [id.slice(name.length + 1)] : []);
  return xml.flatMap(({ path, elements }) =>
    elements.flatMap(({ tag, line, attributes }) =>
      Object.entries(attributes).flatMap(([key, value]): Reference[] => {
        const make = (id: string, atOnce: boolean): Reference[] => own(id).map((each) => ({ path, line, written: `${key}="${value}"`, id: each, atOnce }));
        if (key === 'eval') return [...value.matchAll(/\bref\(\s*['"]([\w.]+)['"]/g)].flatMap((match) => make(match[1] ?? '', true));
        if (!REFERRING.has(key) || (key === 'action' && tag !== 'menuitem')) return [];
        if (key === 'groups') return value.split(',').flatMap((group) => make(group.trim().replace(/^!/, ''), tag === 'menuitem'));
        return make(value, tag === 'menuitem' || tag === 'field' || tag === 'template');
      }),
    ),
  );
}

/** References between files: what they name is made in this module, and loaded before. */
export const references: Gate = (input) => {
  const ids = ownIds(input);
  const models = modelIds(input);
  const manifest = readManifest(input.facts.python);
  const loaded = [...(manifest?.data ?? []), ...(manifest?.demo ?? [])];
  const order = (path: string): number | undefined => (loaded.includes(path) ? loaded.indexOf(path) : undefined);
  return ownReferences(input).flatMap((reference): Finding[] => {
    const { path, line, written, id, atOnce } = reference;
    if (models.has(id)) return [];
    const made = ids.get(id);
    if (made === undefined) return GIVEN.test(id) && !id.startsWith('model_') ? [] : [refused(path, line, `${written}: no such id in this module`, 'This refers to something that the module does not have.')];
    const [here, there] = [order(path), order(made.path)];
    const isLater = here !== undefined && there !== undefined && (there > here || (there === here && made.line > line));
    return atOnce && isLater ? [refused(path, line, `${written}: made later, in ${made.path}, line ${made.line}`, 'This refers to something that is loaded later: the manifest must name that file first.')] : [];
  });
};
