import type { ModuleFile } from '../../domain/module-file.js';
import type { SourceFacts } from '../../domain/source-facts.js';
import type { Finding } from '../../domain/verdict.js';

/** A module before any container: its name, files, and what the parsers saw in them. */
export interface GateInput {
  readonly name: string;
  readonly files: readonly ModuleFile[];
  readonly facts: SourceFacts;
}

/** One thing that can be known without Odoo; milliseconds a module. */
export type Gate = (input: GateInput) => readonly Finding[];

/** A failure found by a gate; `sentence` is for a person who is no programmer. */
export function refused(file: string, line: number | null, message: string, sentence: string): Finding {
  return { kind: 'gate', criterion: null, file, line, message, traceback: null, screenshot: null, sentence };
}

export const isTest = (path: string): boolean => path.startsWith('tests/');
export const textOf = ({ content }: ModuleFile): string => (typeof content === 'string' ? content : Buffer.from(content).toString('utf8'));
