/** One file of a module tree: path relative to the module's folder, always with `/`. */
export interface ModuleFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Folders, then a name: no absolute path, no `..`, no hidden file, nothing that a shell, an archive or an eye reads otherwise. */
const MODULE_PATH = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const MAX_PATH = 200;

export const isModulePath = (path: string): boolean => path.length <= MAX_PATH && MODULE_PATH.test(path);
