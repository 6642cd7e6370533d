/** One file of a module tree: path relative to the module's folder, always with `/`. */
export interface ModuleFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}
