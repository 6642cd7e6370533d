import type { ModuleFile } from '../domain/module-file.js';

/**
 * The zip of a module: one folder named `name` at its root, the same bytes for the same files.
 * @throws BuilderError bug `unsafe_path` for a path that would leave the folder.
 */
export type ModulePacker = (name: string, files: readonly ModuleFile[]) => Promise<Uint8Array>;
