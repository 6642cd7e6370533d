import { CHECK_NAMES, type CheckName } from '../../domain/check.js';
import type { Tried } from '../../domain/observation.js';
import type { Check, CheckDetail } from '../../domain/verdict.js';
import { readManifest } from '../../codegen/gates/manifest.js';
import type { JudgeInput, Rule } from './input.js';
import { journeyDetails } from './journeys.js';
import { essence, failure, wordsOf } from './place.js';
import { accessPlace, recordPlace, whereabouts, type Sources } from './whereabouts.js';

const DEMO_FAILED = /demo data failed to install/;

/** What of the module did not work when it was tried beyond its tests; each failure is by the check's own name. */
export const look: Rule = (input) => {
  const { observation: { look: seen }, sources } = input;
  if (seen === null) return [];
  const { installError, unanswered } = seen;
  const installed = installError === null ? [] : [{ by: 'demo', ...failure({ kind: 'check', ...whereabouts(sources, installError), message: installError, sentence: `The module could not be installed in an Odoo with demo data: ${essence(installError)}` }) }];
  const silent = unanswered.length === 0 ? [] : [failure({ ...ENDED[seen.stopped ?? 'itself'], ...recordPlace(sources, unanswered[0]?.split(' ')[1] ?? ''), message: `No answer came on: ${unanswered.slice(0, 20).join(', ')}` })];
  return [...installed, ...allTried(input).filter(({ status }) => status === 'red').map((tried) => ({ by: tried.check, ...broken(sources, tried) })), ...silent];
};

/** Why no answer came; the first thing without one is the one that was being tried. */
const ENDED = {
  time: { kind: 'timeout', sentence: 'A part of the module was tried and never came to an end, so it was stopped.' },
  disk: { kind: 'out_of_disk', sentence: 'The module wrote more data than a module may while it was tried, so it was stopped.' },
  memory: { kind: 'out_of_memory', sentence: 'The module needed more memory than a module may while it was tried, so it was stopped.' },
  itself: { kind: 'forged', sentence: 'Odoo ended while parts of the module were tried: something in the module ends Odoo, or hides what Odoo says.' },
} as const;

const SENTENCE: Readonly<Record<CheckName, (what: string) => string>> = {
  views: (what) => `The view ${what} cannot be shown`,
  reports: (what) => `The report ${what} cannot be printed`,
  crons: (what) => `The scheduled job or action ${what} fails when it runs`,
  mail_templates: (what) => `The mail of ${what} cannot be written`,
  access: (what) => `The access rights are not as they should be (${what})`,
  demo: () => 'The demo data could not be loaded',
  lifecycle: (what) => `The module does not stand its life in a database (${what})`,
  pages: (what) => `The page ${what} shows an error`,
  journeys: (what) => `A person does not get through in a browser (${what})`,
};

function broken(sources: Sources, { check, what, message, traceback }: Tried): ReturnType<typeof failure> {
  const words = traceback === null ? (message ?? '') : wordsOf(traceback);
  const pointed = check === 'access' ? accessPlace(sources, what) : whereabouts(sources, `${words}\n${message ?? ''}\n${traceback ?? ''}`);
  const place = pointed.file === null ? recordPlace(sources, what) : pointed;
  return failure({ kind: 'check', ...place, message: `${what}: ${message ?? words}`.slice(0, 4000), traceback, sentence: `${SENTENCE[check](what)}: ${essence(words)}` });
}

/** What the process told, and the demo data, of which the log of the installation tells. */
function allTried({ observation: { look: seen }, sources, checks }: JudgeInput): readonly Tried[] {
  if (seen === null) return [];
  const hasDemo = (readManifest(sources.facts.python)?.demo ?? []).length > 0;
  if (!hasDemo || !checks.has('demo') || seen.installError !== null) return seen.tried;
  const failed = seen.records.find(({ message }) => DEMO_FAILED.test(message));
  return [...seen.tried, { check: 'demo', what: 'demo data', status: failed ? 'red' : 'green', message: failed?.message ?? null, traceback: failed?.traceback ?? null }];
}

/** The report's part on each check, in the order of the report. */
export function checkResults(input: JudgeInput): readonly Check[] {
  const tried = allTried(input);
  return CHECK_NAMES.map((name): Check => {
    if (!input.checks.has(name)) return { name, status: 'off', details: [] };
    const details = name === 'pages' ? pages(input) : name === 'journeys' ? journeyDetails(input) : tried.filter(({ check }) => check === name).map(({ what, status, message }) => ({ what, status, note: message === null ? null : message.slice(0, 1000) }));
    const wasSeen = name === 'pages' ? input.observation.ui !== null : name === 'journeys' ? input.observation.driven !== null : input.observation.look !== null && input.observation.look.installError === null;
    const status = details.some((each) => each.status === 'red') ? 'red' : !wasSeen ? 'not_run' : details.length === 0 ? 'nothing' : details.every((each) => each.status === 'not_run') ? 'not_run' : 'green';
    return { name, status, details };
  });
}

function pages({ observation: { ui } }: JudgeInput): readonly CheckDetail[] {
  return (ui?.opened ?? []).map((what) => {
    const problem = ui?.problems.find(({ where }) => where === what);
    return { what, status: problem === undefined ? 'green' : 'red', note: problem?.message.slice(0, 1000) ?? null };
  });
}
