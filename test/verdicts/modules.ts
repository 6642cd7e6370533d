import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ModuleFile } from '../../src/domain/module-file.js';

/** The project's folder: the compiled runner lies one level deeper than its source. */
export const ROOT = [join(__dirname, '../..'), join(__dirname, '../../..')].find((folder) => readdirSync(folder).includes('package.json'))!;
const MODULES = join(ROOT, 'test/verdicts/modules');

const PNG = /\.png$/;

/** The files of `modules/<name>`, a whole Odoo module each. */
export function moduleFiles(name: string): readonly ModuleFile[] {
  const folder = join(MODULES, name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(folder, path).split(sep).join('/'), content: PNG.test(path) ? readFileSync(path) : readFileSync(path, 'utf8') };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
