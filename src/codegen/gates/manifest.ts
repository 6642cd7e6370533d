import { z } from 'zod/v4';
import type { SourceFacts } from '../../domain/source-facts.js';
import { refused, type Gate } from './gate.js';

const FILE = '__manifest__.py';
const ODOO = '19.0';

const manifest = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  license: z.string().optional(),
  depends: z.array(z.string()).default([]),
  data: z.array(z.string()).default([]),
  demo: z.array(z.string()).default([]),
  installable: z.boolean().default(true),
});

/** The parsed manifest, or null when it has none or it does not read. */
export function readManifest(python: SourceFacts['python']): z.output<typeof manifest> | null {
  const parsed = manifest.safeParse(python.find(({ path }) => path === FILE)?.literal);
  return parsed.success ? parsed.data : null;
}

/** Odoo installs a module with a broken manifest "successfully": it leaves it out and ends with 0. */
export const manifestGate: Gate = ({ name, files, facts: { python } }) => {
  const source = python.find(({ path }) => path === FILE);
  if (source === undefined) return [refused(FILE, null, `${FILE} is missing`, 'The module has no manifest, so Odoo does not see it.')];
  if (source.error !== null) return [];
  const parsed = manifest.safeParse(source.literal);
  if (!parsed.success) {
    const what = source.literal === undefined ? 'it is not one literal dictionary' : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return [refused(FILE, null, `The manifest does not read: ${what}`, 'The manifest cannot be read, so Odoo does not see the module.')];
  }
  const { version, depends, data, demo, installable } = parsed.data;
  const failures = [];
  if (!installable) failures.push(refused(FILE, null, "'installable': False", 'The manifest says that the module cannot be installed.'));
  if (version !== undefined && !version.startsWith(`${ODOO}.`) && version.split('.').length > 3) {
    failures.push(refused(FILE, null, `'version': '${version}' is not for Odoo ${ODOO}`, `The manifest is for another version of Odoo than ${ODOO}.`));
  }
  if (depends.includes(name)) failures.push(refused(FILE, null, `The module depends on itself ('${name}')`, 'The module depends on itself and can never be installed.'));
  const present = new Set(files.map(({ path }) => path));
  for (const path of [...data, ...demo]) {
    if (!present.has(path)) failures.push(refused(FILE, null, `'${path}' does not exist`, 'The manifest names a file that is not in the module.'));
  }
  const named = new Set([...data, ...demo]);
  for (const { path } of files) {
    if (/^(data|demo|security|views|report|reports|wizard|wizards)\/[^/]+\.(xml|csv)$/.test(path) && !named.has(path)) {
      failures.push(refused(path, null, `${path} is not named in the manifest`, 'This file is never loaded: the manifest does not name it.'));
    }
  }
  return failures;
};
