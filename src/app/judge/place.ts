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

/** The deepest frame in the module's tests: what a test was doing when its set-up broke. Else the deepest in the module. */
export function testPlace(module: string, traceback: string): Place {
  const frames = [...traceback.matchAll(/File "([^"]+)", line (\d+)/g)].map((frame) => ({ file: inModule(module, frame[1] ?? ''), line: Number(frame[2]) }));
  return frames.findLast(({ file }) => file?.startsWith('tests/')) ?? placeIn(module, traceback);
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

export const failure = (part: Pick<Finding, 'kind' | 'message' | 'sentence'> & Partial<Finding>): Finding => ({ criterion: null, file: null, line: null, traceback: null, screenshot: null, ...part });

/** The last line that says something; long ones are cut for a person. */
export function lastLine(text: string): string {
  return (text.trim().split('\n').findLast((line) => line.trim() !== '') ?? '').trim().slice(0, 500);
}

/**
 * The exception's own words: from its name to the end of the last exception of the chain. Of a data file that could not
 * be loaded, Odoo says only where; why is what the exception before says.
 */
export function wordsOf(traceback: string): string {
  const chain = traceback.split(/\n(?:During handling of the above exception|The above exception was the direct cause)[^\n]*\n/);
  const words = (part: string): string => {
    const lines = part.split('\n');
    const at = lines.findIndex((line, index) => (index > 0 || chain.length > 1) && /^[A-Za-z_][\w.]*(Error|Exception|Warning|Violation|Exit|Failure)?\b.*/.test(line) && !line.startsWith('Traceback'));
    return at < 0 ? lastLine(part) : lines.slice(at).join('\n').trim();
  };
  const last = words(chain.at(-1) ?? '');
  const cause = /ParseError: while parsing .*somewhere inside/.test(last) && chain.length > 1 ? words(chain.at(-2) ?? '') : null;
  return (cause === null ? last : `${last.split('\n')[0] ?? ''}\n\n${cause}`).slice(0, 4000);
}

/** What an exception says about itself: not the piece of the view beside it, not the context below. */
export function tellingPart(words: string): string {
  const paragraphs = words.split(/\nView error context:/)[0]!.trim().split(/\n\s*\n/).map((part) => part.trim());
  if (paragraphs.length === 1 || !/ParseError/.test(paragraphs[0] ?? '')) return paragraphs[0] ?? '';
  const telling = paragraphs.filter((part) => !part.startsWith('<') || part.startsWith('<b>')).filter((part) => !/^(\S+ParseError: while parsing|Error while (parsing or )?validating view)/.test(part));
  return telling.at(-1) ?? paragraphs[0] ?? '';
}

/** The one line of an exception's words that says what is wrong. */
export function essence(words: string): string {
  const plain = tellingPart(words).replaceAll('<br/>', '\n').replaceAll(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll(/&#(34|39);/g, "'");
  const lines = plain.split('\n').map((each) => each.trim()).filter((each) => each !== '' && !/ParseError: while parsing/.test(each));
  // Odoo's long word on access rights has the reason at its end.
  const reason = /Access Rights Inconsistency/.test(plain) ? lines.find((each) => each.startsWith('- ')) : undefined;
  const line = reason?.slice(2) ?? lines[0] ?? plain;
  const below = line.endsWith(':') ? (lines[lines.indexOf(line) + 1] ?? '') : '';
  return `${line} ${below}`.trim().replace(/^(?:[a-z_]\w*\.)+(?=[A-Z])/, '').slice(0, 300);
}
