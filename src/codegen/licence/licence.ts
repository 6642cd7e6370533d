import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleFile } from '../../domain/module-file.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { pythonProse } from '../text/python-string.js';

const text = (name: string): string => readFileSync(join(__dirname, `${name}.txt`), 'utf8');

/** The licence that the manifest names, in full; the LGPL adds to the GPL, so both are there. */
export function licenceFiles({ license, title, author }: ModuleSpec): readonly ModuleFile[] {
  switch (license) {
    case 'LGPL-3': return [{ path: 'LICENSE', content: text('LGPL-3') }, { path: 'COPYING', content: text('GPL-3') }];
    case 'GPL-3': case 'AGPL-3': return [{ path: 'LICENSE', content: text(license) }];
    case 'OPL-1': return [{ path: 'LICENSE', content: `${pythonProse(title)}, by ${pythonProse(author)}, is licensed under the Odoo Proprietary License v1.0.\nIts text: https://www.odoo.com/documentation/19.0/legal/licenses.html\n` }];
  }
}
