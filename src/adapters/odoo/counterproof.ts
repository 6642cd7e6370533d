import type { Observation } from '../../domain/observation.js';
import { parseLogRecords } from './log-records.js';

/** As many as counterproof.py has. */
const WRONG = 5;
const RED = /^(?:FAIL|ERROR): /;
/** In Odoo's text log, behind time, process, level, database and logger. */
const RED_LINE = /^\S+ \S+ \d+ ERROR .*?: (?:FAIL|ERROR): /gm;

/**
 * Cuts what the tests that are wrong on purpose said off the two accounts of a run, and counts how many came out red:
 * in both of them. Null when they did not run.
 */
export function splitCounterproof(key: string, stdout: string, stderr: string): { readonly stdout: string; readonly log: string; readonly counterproof: Observation['counterproof'] } {
  const [before, said] = cut(stdout, `{"counterproof": "${key}"}\n`);
  const [log, told] = cut(stderr, `${key}\n`);
  if (said === null || told === null) return { stdout: before, log, counterproof: null };
  const red = parseLogRecords(said).filter(({ level, message }) => level === 'ERROR' && RED.test(message)).length;
  return { stdout: before, log, counterproof: { wrong: WRONG, red: Math.min(red, told.match(RED_LINE)?.length ?? 0) } };
}

function cut(text: string, mark: string): [before: string, after: string | null] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + mark.length)];
}
