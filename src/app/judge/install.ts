import { UNREADABLE, type LogRecord } from '../../domain/observation.js';
import type { Rule } from './input.js';
import { essence, failure, lastLine, wordsOf } from './place.js';
import { readTestLog } from '../../domain/test-log.js';
import { whereabouts } from './whereabouts.js';

/** Where Odoo says that a module could not be loaded. */
const LOADING = /^odoo\.(registry|modules|service|tools|sql_db|cli|http|addons\.base)/;
/** Odoo's words for a manifest or a dependency that it passes over, ending 0 all the same. */
const PASSED_OVER = /invalid module names, ignored|not installable, skipped|unmet dependenc|Some modules are not loaded|incompatible version|module .* could not be loaded|recursi|unable to (load|parse) .*manifest|Failed to load manifest/i;

/** Installed means: Odoo ended well and the state, read from outside, says so. */
export const install: Rule = ({ module, sources, observation }) => {
  const { state, exitCode, records } = observation;
  if (observation.timedOut || observation.outOfMemory || observation.outOfDisk || observation.outOfProcesses || (observation.logCut && exitCode === null)) return [];
  if (state === 'installed' && exitCode !== 255) return [];
  if (state === UNREADABLE) return [failure({ kind: 'install', message: 'The state of the module could not be read in its database after the run.', sentence: 'After the run the database could no longer be read: something in the module broke it, or keeps it from being read.' })];
  const cause = causeOf(records);
  const text = cause ? `${cause.message}\n${cause.traceback ?? ''}` : '';
  const place = whereabouts(sources, cause?.traceback ? `${wordsOf(cause.traceback)}\n${cause.traceback}` : text);
  const passedOver = records.find((record) => PASSED_OVER.test(record.message));
  // `installable: False` leaves no word in the log: Odoo ends its day well without the module.
  const endedWell = exitCode === 0 && cause === undefined && readTestLog(module, records).summary !== null;
  if (!cause?.traceback && (passedOver || endedWell)) {
    return [failure({ kind: 'manifest', file: '__manifest__.py', message: passedOver?.message ?? `Odoo did not install the module; its state is "${state ?? 'unknown'}".`, sentence: 'Odoo passed the module over: its manifest is wrong, for another version, or names something that is missing.' })];
  }
  if (exitCode === 0 && cause === undefined && readTestLog(module, records).summary === null) {
    return [failure({ kind: 'forged', message: `Odoo ended with 0 before it had stated anything; the module's state is "${state ?? 'unknown'}".`, sentence: 'Odoo ended in the middle of the installation, without an error: something in the module ends Odoo, or hides what Odoo says.' })];
  }
  const message = cause ? (cause.traceback === null ? cause.message : wordsOf(cause.traceback)) : lastLine(observation.log) || `Odoo ended with exit code ${exitCode ?? 'none'} and the module's state is "${state ?? 'unknown'}".`;
  const where = place.file === null ? '' : ` (in ${place.file}${place.line === null ? '' : `, line ${place.line}`})`;
  return [failure({ kind: 'install', ...place, message, traceback: cause?.traceback ?? null, sentence: `Odoo could not install the module${where}: ${essence(message)}` })];
};

/** The record that carries the reason: the last traceback of the loading, else its last error. */
function causeOf(records: readonly LogRecord[]): LogRecord | undefined {
  const errors = records.filter((record) => (record.level === 'ERROR' || record.level === 'CRITICAL') && LOADING.test(record.logger));
  return errors.findLast((record) => record.traceback !== null) ?? errors.at(-1);
}
