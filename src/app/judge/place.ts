import type { Finding } from '../../domain/verdict.js';

export interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

export const NOWHERE: Place = { file: null, line: null };

/** A path in the sandbox as a path inside the module; null when it is elsewhere. */
export function inModule(module: string, path: string): string | null {
  const folder = `/mnt/modules/${module}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : null;
}

/** The place that Odoo's or Python's words point at: the XML line of a ParseError, else the deepest frame inside the module. */
export function placeIn(module: string, text: string): Place {
  const parse = /while parsing (\S+?):(\d+)/.exec(text);
  const parsed = parse && inModule(module, parse[1] ?? '');
  if (parse && parsed) return { file: parsed, line: Number(parse[2]) + viewLine(text) };
  const frames = [...text.matchAll(/File "([^"]+)", line (\d+)/g)].map((frame) => ({ file: inModule(module, frame[1] ?? ''), line: Number(frame[2]) }));
  return frames.findLast((frame) => frame.file !== null) ?? NOWHERE;
}

/** 'View error context' counts lines from the `<record>`; the error is that much below. */
function viewLine(text: string): number {
  const context = /View error context:[\s\S]*?'line':\s*(\d+)/.exec(text) ?? /'view\.model'[\s\S]*?'line':\s*(\d+)/.exec(text);
  return context ? Math.max(0, Number(context[1]) - 1) : 0;
}

/** `AC-2` for `test_ac_2_…`. */
export function criterionOf(test: string): string | null {
  const number = /(?:^|\.)test_ac_(\d+)(?:_|$)/.exec(test)?.[1];
  return number === undefined ? null : `AC-${Number(number)}`;
}

export const failure = (part: Pick<Finding, 'kind' | 'message' | 'sentence'> & Partial<Finding>): Finding => ({ criterion: null, file: null, line: null, traceback: null, ...part });

/** The last line of a traceback is what went wrong; long ones are cut for a person. */
export function lastLine(text: string): string {
  return (text.trim().split('\n').findLast((line) => line.trim() !== '') ?? '').trim().slice(0, 500);
}
