import { z } from 'zod/v4';
import { ODOO_MODULES, wayBackTo } from '../../domain/odoo-modules.js';
import type { Finding } from '../../domain/verdict.js';
import type { SourceFacts } from '../../domain/source-facts.js';
import { refused, type Gate, type GateInput } from './gate.js';

const FILE = '__manifest__.py';
const ODOO = '19.0';

const hook = z.string().optional();
const manifest = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  license: z.string().optional(),
  depends: z.array(z.string()).default([]),
  data: z.array(z.string()).default([]),
  demo: z.array(z.string()).default([]),
  installable: z.boolean().default(true),
  assets: z.record(z.string(), z.array(z.unknown())).default({}),
  pre_init_hook: hook,
  post_init_hook: hook,
  uninstall_hook: hook,
});

export type Manifest = z.output<typeof manifest>;
const HOOKS = ['pre_init_hook', 'post_init_hook', 'uninstall_hook'] as const;

/** The parsed manifest, or null when it has none or it does not read. */
export function readManifest(python: SourceFacts['python']): Manifest | null {
  const parsed = manifest.safeParse(python.find(({ path }) => path === FILE)?.literal);
  return parsed.success ? parsed.data : null;
}

/** Odoo installs a module with a broken manifest "successfully": it leaves it out and ends with 0. */
export const manifestGate: Gate = (input) => {
  const source = input.facts.python.find(({ path }) => path === FILE);
  if (source === undefined) return [refused(FILE, null, `${FILE} is missing`, 'The module has no manifest, so Odoo does not see it.')];
  if (source.error !== null) return [];
  const parsed = manifest.safeParse(source.literal);
  if (!parsed.success) {
    const what = source.literal === undefined ? 'it is not one literal dictionary' : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return [refused(FILE, null, `The manifest does not read: ${what}`, 'The manifest cannot be read, so Odoo does not see the module.')];
  }
  const lineOf = (text: string): number | null => source.strings.find((each) => each.text === text)?.line ?? null;
  return [...keys(input.name, parsed.data, lineOf), ...files(input, parsed.data, lineOf), ...hooks(input, parsed.data, lineOf)];
};

type LineOf = (text: string) => number | null;

function keys(name: string, { installable, version, depends }: Manifest, lineOf: LineOf): Finding[] {
  const found = [];
  const way = wayBackTo(name, depends);
  if (way !== null) {
    const by = way.slice(0, -1).map((each) => `'${each}'`).join(', ');
    const how = by === '' ? '' : ` by way of ${by}`;
    found.push(refused(FILE, lineOf('depends'), `The module depends on itself ('${name}')${how}`, `The module depends on itself${how} and can never be installed.`));
  }
  if (ODOO_MODULES.has(name)) found.push(refused(FILE, null, `Odoo has a module called '${name}' itself`, 'The module has the name of one of Odoo, in whose place it would be installed.'));
  if (!installable) found.push(refused(FILE, lineOf('installable'), "'installable': False", 'The manifest says that the module cannot be installed.'));
  if (version !== undefined && !version.startsWith(`${ODOO}.`) && version.split('.').length > 3) {
    found.push(refused(FILE, lineOf('version'), `'version': '${version}' is not for Odoo ${ODOO}`, `The manifest is for another version of Odoo than ${ODOO}.`));
  }
  return found;
}

/** Files that the manifest names and the module lacks, and the other way round. */
function files({ name, files: present }: GateInput, { data, demo, assets }: Manifest, lineOf: LineOf): Finding[] {
  const paths = new Set(present.map(({ path }) => path));
  const named = new Set([...data, ...demo]);
  const own = Object.values(assets).flat(2).filter((asset): asset is string => typeof asset === 'string' && asset.startsWith(`${name}/`) && !asset.includes('*'));
  return [
    ...[...named].filter((path) => !paths.has(path)).map((path) => refused(FILE, lineOf(path), `'${path}' does not exist`, 'The manifest names a file that is not in the module.')),
    ...own.filter((asset) => !paths.has(asset.slice(name.length + 1))).map((asset) => refused(FILE, lineOf(asset), `'${asset}' does not exist`, 'The manifest names a file for the browser that is not in the module.')),
    ...[...paths]
      .filter((path) => /^(data|demo|security|views|report|reports|wizard|wizards)\/[^/]+\.(xml|csv)$/.test(path) && !named.has(path))
      .map((path) => refused(path, null, `${path} is not named in the manifest`, 'This file is never loaded: the manifest does not name it.')),
  ];
}

/** A hook is a function that the module's own `__init__` has. */
function hooks({ facts: { python } }: GateInput, parsed: Manifest, lineOf: LineOf): Finding[] {
  const names = python.find(({ path }) => path === '__init__.py')?.names ?? [];
  return HOOKS.flatMap((key) => {
    const wanted = parsed[key];
    if (wanted === undefined || names.includes(wanted) || names.includes('*')) return [];
    return [refused(FILE, lineOf(key), `'${key}': '${wanted}' is not in __init__.py`, `The manifest names the function "${wanted}", which the module does not have.`)];
  });
}
