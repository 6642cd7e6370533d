import { parseExpression } from '../../domain/expression/parse.js';
import type { Job, Report, Wizard } from '../../domain/module-spec/behaviour.js';
import type { Model } from '../../domain/module-spec/models.js';
import { effectLines } from '../effects/effects.js';
import { domainTerms } from '../expression/domain.js';
import { printPython } from '../expression/python.js';
import { methodScope } from '../expression/python-scope.js';
import type { Imports } from '../python/imports.js';
import { call, layout, list } from '../python/layout.js';
import { recordVariable, underscored } from '../python/names.js';
import { afterMethod, requireBody, slotId } from '../slots.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonProse, pythonString } from '../text/python-string.js';
import { bodyLines, condition, method } from './method.js';

/** What a model gets from the jobs, wizards and reports that are about it. */
export function printBehaviour(model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const { spec } = index;
  const mine = <T extends { readonly model: string }>(all: readonly T[]): readonly T[] => all.filter((one) => one.model === model.name);
  return [
    ...mine(spec.jobs).flatMap((job) => printJob(job, model, index, imports, bodies)),
    ...mine(spec.wizards).filter(({ form }) => form).map((wizard) => printOpening(wizard, index)),
    ...mine(spec.reports).filter(({ button }) => button).map((report) => printPrinting(report, index)),
    ...mine(spec.reports).flatMap((report) => printRows(report, index, imports)),
  ];
}

export const jobMethod = (job: Job): string => `_cron_${job.id.replace(/^(job|cron)_/, '')}`;
export const openingMethod = (wizard: Wizard): string => `action_open_${underscored(wizard.name)}`;
export const printingMethod = (report: Report): string => `action_print_${report.id}`;
export const rowsMethod = (report: Report, section: number): string => `_${report.id}_rows_${section + 1}`;
export const wizardAction = (wizard: Wizard): string => `${underscored(wizard.name)}_action`;

const sentenceOf = (label: string): string => `"""${pythonProse(label).replace(/[.!?…]+$/, '')}."""`;

/** A record that fails is put back as it was, and told; the others are done all the same. */
function printJob(job: Job, model: Model, index: SpecIndex, imports: Imports, bodies: ReadonlyMap<string, string>): string[] {
  const record = recordVariable(model.name);
  const place = { kind: 'python', user: 'self.env.user', named: () => null } as const;
  const domain = job.where === undefined ? [] : domainTerms(parseExpression(job.where), { index, model: model.name, place });
  const one = `_run_${jobMethod(job).slice('_cron_'.length)}`;
  imports.use('api');
  imports.useModule('logging');
  const effects = effectLines(job.effects, { index, imports, record: { code: record, model: model.name }, depth: 3 });
  return [
    method(`${jobMethod(job)}(self)`, [
      sentenceOf(job.label),
      ...layout(call('self.search', [list(domain)]), 2, `for ${record} in `, ':').split('\n').map((line, i) => (i === 0 ? line : line.slice(8))),
      '    try:',
      '        with self.env.cr.savepoint():',
      `            ${record}.${one}()`,
      '    except Exception:',
      ...layout(call('_logger.warning', ['"%s was left out: %s"', pythonString(job.id), record], { exc_info: 'True' }), 4).split('\n').map((line, i) => `        ${i === 0 ? line : line.slice(16)}`),
    ], ['@api.model']),
    method(`${one}(self)`, [
      ...(effects.length === 0 ? [] : [`for ${record} in self:`, ...effects.map((line) => `    ${line}`)]),
      ...(job.words === undefined ? [] : [`self.${afterMethod(job.id)}()`]),
    ]),
    ...(job.words === undefined ? [] : [method(`${afterMethod(job.id)}(self)`, bodyLines(requireBody(bodies, slotId(model.name, 'job', job.id)), imports))]),
  ];
}

function printOpening(wizard: Wizard, index: SpecIndex): string {
  return method(`${openingMethod(wizard)}(self)`, [
    sentenceOf(wizard.label),
    ...assigned('action', call('self.env["ir.actions.act_window"]._for_xml_id', [pythonString(index.xmlId(wizardAction(wizard)))])),
    'action["context"] = {"active_model": self._name, "active_ids": self.ids}',
    'return action',
  ]);
}

function printPrinting(report: Report, index: SpecIndex): string {
  return method(`${printingMethod(report)}(self)`, [
    sentenceOf(report.label),
    ...layout(call(`self.env.ref(${pythonString(index.xmlId(report.id))}).report_action`, ['self']), 2, 'return ').split('\n').map((line, i) => (i === 0 ? line : line.slice(8))),
  ]);
}

/** The rows of a table that fit its condition. */
function printRows(report: Report, index: SpecIndex, imports: Imports): string[] {
  return report.sections.flatMap((section, at) => {
    if (section.table === undefined || section.when === undefined) return [];
    const scope = methodScope(index, imports, { code: 'self', model: report.model });
    const found = printPython(parseExpression(section.table), scope);
    const row = found.model === null ? 'row' : recordVariable(found.model);
    const fits = printPython(parseExpression(section.when), { ...scope, record: { code: row, model: found.model ?? '' } }).code;
    return [method(`${rowsMethod(report, at)}(self)`, condition('return ', `${found.code}.filtered(lambda ${row}: ${fits})`, '', 2))];
  });
}

function assigned(name: string, code: Parameters<typeof layout>[0]): string[] {
  return layout(code, 2, `${name} = `).split('\n').map((line, i) => (i === 0 ? line : line.slice(8)));
}
