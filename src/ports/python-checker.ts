import type { ModuleFile } from '../domain/module-file.js';
import type { SourceFacts } from '../domain/source-facts.js';

/** A real CPython as a parser of hostile sources: nothing is executed, time and memory are bounded. */
export interface PythonChecker {
  inspect(files: readonly ModuleFile[]): Promise<SourceFacts>;
  close(): Promise<void>;
}
