import type { AccessCell } from '../../src/domain/check.js';
import type { Journey } from '../../src/domain/journey.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import type { FailureKind } from '../../src/domain/verdict.js';
import { moduleFiles } from './modules.js';

/** What the verdict on a broken module must say first. */
export interface Expected {
  readonly kind: FailureKind;
  /** Name of the gate, rule or check that must find it. */
  readonly by: string;
  readonly file: string | null;
  readonly line: number | null;
  /** A piece of the message or the sentence. */
  readonly says: RegExp;
}

/** One row of the table: a module, and the only right verdict on it. */
export interface VerdictCase {
  /** What is wrong (or unusual) with it, in words. */
  readonly title: string;
  /** Technical name of the module. */
  readonly module: string;
  readonly files: readonly ModuleFile[];
  /** Null: the module is right, and must be called so. */
  readonly expected: Expected | null;
  /** What its specification says of access; empty when it has none. */
  readonly access: readonly AccessCell[];
  /** What a person does in the browser; empty when nothing is driven. */
  readonly journeys: readonly Journey[];
  /** For the installation with the tests, milliseconds. */
  readonly timeoutMs: number;
}

/** A new text of a file of the base module, or null to leave it out. */
export type Change = Readonly<Record<string, string | null>>;

const BASE = 'shelf';

/** The file with one piece of its text replaced. @throws Error when the piece is not there exactly once */
export function edit(path: string, from: string, to: string, module = BASE): Change {
  const text = textOf(moduleFiles(module), path);
  if (text.split(from).length !== 2) throw new Error(`${path} of ${module} does not hold "${from}" exactly once`);
  return { [path]: text.replace(from, () => to) };
}

export const add = (path: string, text: string): Change => ({ [path]: text });
export const drop = (path: string): Change => ({ [path]: null });

export interface Broken {
  readonly module?: string;
  /** Later ones win; each edits the base as it is. */
  readonly change: Change | readonly Change[];
  readonly kind: FailureKind;
  readonly by: string;
  /** The file; with a text, the one line that holds it. Left out: the verdict names no place. */
  readonly at?: readonly [file: string] | readonly [file: string, text: string];
  readonly says: RegExp;
  readonly access?: readonly AccessCell[];
  readonly journeys?: readonly Journey[];
  readonly timeoutMs?: number;
}

/** What the slowest machine that we know needs for any of these, with room. */
export const TIMEOUT_MS = 180_000;

/** The base module with one thing broken. */
export function broken(title: string, { module = BASE, change, kind, by, at, says, access = [], journeys = [], timeoutMs = TIMEOUT_MS }: Broken): VerdictCase {
  const files = changed(moduleFiles(module), Object.assign({}, ...[change].flat()) as Change);
  const line = at?.[1] === undefined ? null : lineOf(textOf(files, at[0]), at[1]);
  return { title, module, files, access, journeys, timeoutMs, expected: { kind, by, file: at?.[0] ?? null, line, says } };
}

/** A module that is as it should be. */
export function right(title: string, module: string, change: Change = {}, journeys: readonly Journey[] = []): VerdictCase {
  return { title, module, files: changed(moduleFiles(module), change), expected: null, access: [], journeys, timeoutMs: TIMEOUT_MS };
}

function changed(files: readonly ModuleFile[], change: Change): ModuleFile[] {
  const kept = files.filter(({ path }) => !(path in change));
  return [...kept, ...Object.entries(change).flatMap(([path, content]) => (content === null ? [] : [{ path, content }]))];
}

function textOf(files: readonly ModuleFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (typeof file?.content !== 'string') throw new Error(`there is no text file ${path}`);
  return file.content;
}

function lineOf(text: string, part: string): number {
  const lines = text.split('\n').flatMap((line, index) => (line.includes(part) ? [index + 1] : []));
  if (lines.length !== 1) throw new Error(`"${part}" is in ${lines.length} lines`);
  return lines[0]!;
}
