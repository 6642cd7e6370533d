import type { ModuleFile } from '../../domain/module-file.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { endpointController } from './endpoints.js';
import { portalController } from './portal.js';

/** The `controllers` package; empty when nothing is asked over HTTP. */
export function controllerFiles(index: SpecIndex): readonly ModuleFile[] {
  const files = [['main', endpointController(index)], ['portal', portalController(index)]] as const;
  const present = files.flatMap(([name, content]) => (content === null ? [] : [{ name, content }]));
  if (present.length === 0) return [];
  return [
    { path: 'controllers/__init__.py', content: present.map(({ name }) => `from . import ${name}\n`).join('') },
    ...present.map(({ name, content }) => ({ path: `controllers/${name}.py`, content })),
  ];
}
