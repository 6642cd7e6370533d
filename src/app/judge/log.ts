import type { LogRecord } from '../../domain/observation.js';
import type { Rule } from './input.js';
import { essence, failure, wordsOf } from './place.js';
import { readTestLog } from '../../domain/test-log.js';
import { whereabouts } from './whereabouts.js';

/** Warnings with which Odoo 19 passes over something that the module says, ending 0 all the same (each seen in a run). */
const PASSED_OVER: readonly { readonly pattern: RegExp; readonly sentence: string }[] = [
  { pattern: /_sql_constraints/, sentence: 'A constraint is written in a way that Odoo 19 ignores (_sql_constraints instead of models.Constraint).' },
  { pattern: /group_operator|unknown parameter/i, sentence: 'A field has a setting that Odoo 19 does not know and ignores.' },
  { pattern: /have the same label/, sentence: 'Two fields of one model have the same label, so a person cannot tell them apart.' },
  { pattern: /no access rules/i, sentence: 'A model has no access rules, so nobody but the administrator could use it.' },
  { pattern: /tree.*(view|type)|view_mode.*tree|kanban-box/i, sentence: 'A view is written in a way that Odoo 19 no longer knows.' },
  { pattern: /demo data failed|failed to (install|load) demo/i, sentence: 'The demo data could not be loaded.' },
  { pattern: /unmet dependenc|not installable, skipped|invalid module names|circular|recursi/i, sentence: 'The manifest names something that Odoo cannot load.' },
  { pattern: /non-stored.*(search|order)|inconsistent 'compute_sudo'|inconsistent 'store'/i, sentence: 'Computed fields of one method contradict each other.' },
  { pattern: /missing (not.null|constraint)|unable to (add|set) (a )?(constraint|NOT NULL)/i, sentence: 'Odoo could not set a constraint in the database.' },
];
/** What our own way of running Odoo brings up; nothing of the module. */
const OURS = /^odoo\.tools\.config$/;
const OPTION_WARNING = /^option .* in the config file|^unknown option/;

/** Odoo's sums of failed tests, at the end of a module and of the run. */
const isTestSum = (record: LogRecord): boolean =>
  record.logger === 'odoo.tests.result' || (record.logger === 'odoo.modules.loading' && /^Module \S+: \d+ failures, \d+ errors of|^At least one test failed/.test(record.message));

const isOurs = (record: LogRecord): boolean => OURS.test(record.logger) && OPTION_WARNING.test(record.message);

/** No ERROR beside failed tests and a failed installation (they have rules of their own), no warning of the block list. */
export const cleanLog: Rule = ({ module, sources, observation }) => {
  if (observation.state !== 'installed' || observation.exitCode === 255) return [];
  const problems = readTestLog(module, observation.records).problems.map(({ record }) => record);
  const ofTests = new Set(problems);
  return observation.records.flatMap((record) => {
    const text = `${record.message}\n${record.traceback ?? ''}`;
    if ((record.level === 'ERROR' || record.level === 'CRITICAL') && !ofTests.has(record) && !(problems.length > 0 && isTestSum(record))) {
      return [failure({ kind: 'log', ...whereabouts(sources, text), message: record.message.slice(0, 4000), traceback: record.traceback, sentence: `Odoo reported an error while it worked with the module: ${essence(record.traceback === null ? record.message : wordsOf(record.traceback))}` })];
    }
    const known = record.level === 'WARNING' && !isOurs(record) ? PASSED_OVER.find(({ pattern }) => pattern.test(record.message)) : undefined;
    return known ? [failure({ kind: 'log', ...whereabouts(sources, text), message: record.message.slice(0, 4000), traceback: record.traceback, sentence: known.sentence })] : [];
  });
};

/** Warnings that are told and do not make the verdict red. */
export function otherWarnings(records: readonly LogRecord[]): readonly string[] {
  const told = records.filter((record) => record.level === 'WARNING' && !isOurs(record) && !PASSED_OVER.some(({ pattern }) => pattern.test(record.message)));
  return [...new Set(told.map((record) => record.message.slice(0, 1000)))].slice(0, 50);
}
