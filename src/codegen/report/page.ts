import type { CheckName } from '../../domain/check.js';
import type { Check, Failure, Verdict } from '../../domain/verdict.js';
import { html, type Html } from './html.js';
import { STYLE } from './style.js';

export interface Picture {
  readonly title: string;
  /** Id of the criterion of whose journey it shows a step; null of a page. */
  readonly criterion: string | null;
  readonly png: Uint8Array;
}

const HEADLINE: Record<Verdict['status'], string> = { green: 'Everything holds', flaky: 'Not dependable', red: 'Not right yet' };
const MARK: Readonly<Record<string, string>> = { green: '✓ holds', red: '✗ fails', flaky: '~ flaky', not_run: '– not run', nothing: '– has none', off: '– switched off' };
const CHECK_TITLE: Record<CheckName, string> = {
  views: 'Every view can be shown',
  reports: 'Every report can be printed',
  crons: 'Every scheduled job and server action runs',
  mail_templates: 'Every mail can be written',
  access: 'Everybody may do what they should, and no more',
  demo: 'The demo data loads',
  lifecycle: 'Upgraded, removed without a trace, installed again',
  pages: 'Every page opens in a browser',
  journeys: 'Everything that was asked for can be done in a browser',
};

/** One page for a person, whole in itself: no script, nothing from elsewhere. `pictures` and durations are left out of what must be the same in each run. */
export function reportPage(verdict: Verdict, pictures: readonly Picture[]): string {
  const { status, module, odooVersion, tests, criteria, failures, checks, warnings } = verdict;
  const durations = Object.entries(verdict.durations);
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${module}: ${HEADLINE[status]}</title>
<style>${{ html: STYLE }}</style>
<span class="badge ${status}">${HEADLINE[status]}</span>
<h1>${module}</h1>
<p>${summary(verdict)}</p>
<p class="soft">Odoo ${odooVersion} · ${tests.run} of ${tests.declared} tests run · module ${verdict.state ?? 'not installed'}</p>
${failures.length === 0 ? null : html`<h2>What is wrong</h2>${failures.map((each) => failureCard(each, pictures))}`}
${criteria.length === 0 ? null : html`<h2>What was asked for</h2><table>${criteria.map((each) => html`<tr><td class="mark ${each.status}">${MARK[each.status] ?? each.status}</td><td>${each.id}</td><td>${each.title}</td></tr>`)}</table>`}
<h2>What else was tried</h2>
<table>${checks.map(checkRow)}</table>
${gallery('What it looks like', pictures.filter(({ criterion }) => criterion === null))}
${steps(verdict, pictures)}
${warnings.length === 0 ? null : html`<h2>Warnings</h2><details><summary>${warnings.length} of Odoo's, which do not count</summary><pre>${warnings.join('\n')}</pre></details>`}
<footer><h2>How it was found out</h2>
${verdict.mutants === undefined ? null : html`<p>Broken on purpose in ${verdict.mutants.made} ways: the tests noticed ${verdict.mutants.killed}.${verdict.mutants.vacuous.length === 0 ? null : ` None of them by the tests of ${verdict.mutants.vacuous.join(', ')}.`}</p>${verdict.mutants.survivors.length === 0 ? null : html`<ul>${verdict.mutants.survivors.map((each) => html`<li>not noticed: <code>${each}</code></li>`)}</ul>`}`}
${verdict.rewrittenTests === undefined ? null : html`<p>Tests written anew because nothing that was broken made them fail: ${verdict.rewrittenTests.asked.join(', ')}; the new ones notice something: ${verdict.rewrittenTests.better.length} of ${verdict.rewrittenTests.asked.length}</p>`}
${verdict.refusedTestEdits === undefined ? null : html`<p>Edits of the coder to the acceptance tests that were refused: ${verdict.refusedTestEdits}</p>`}
<p>Tested tree sha256 <code>${verdict.moduleDigest}</code></p>
${durations.length === 0 ? null : html`<p>${durations.map(([step, ms]) => `${step} ${(ms / 1000).toFixed(1)} s`).join(' · ')}</p>`}
</footer>
</html>
`.html;
}

function summary({ status, failures, tests, criteria }: Verdict): string {
  const held = criteria.filter((each) => each.status === 'green').length;
  if (status === 'green') return `All ${criteria.length} criteria hold; ${tests.run} tests ran in a real Odoo, and nothing else that was tried failed.`;
  if (status === 'flaky') return 'Tests failed and held when they were run again alone: they depend on more than the module.';
  return `${failures.length === 1 ? 'One thing is' : `${failures.length} things are`} wrong; ${held} of ${criteria.length} criteria hold.`;
}

const figure = ({ title, png }: Picture): Html => html`<figure><img alt="${title}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}"><figcaption>${title}</figcaption></figure>`;

const gallery = (title: string, pictures: readonly Picture[]): Html | null => (pictures.length === 0 ? null : html`<h2>${title}</h2><div class="pictures">${pictures.map(figure)}</div>`);

/** What was done in a browser for each criterion, a picture a step. */
function steps({ criteria }: Verdict, pictures: readonly Picture[]): Html | null {
  const told = criteria.flatMap(({ id, title }) => {
    const own = pictures.filter(({ criterion }) => criterion === id);
    return own.length === 0 ? [] : [html`<details><summary>${id} ${title} <span class="soft">(${own.length})</span></summary><div class="pictures">${own.map(figure)}</div></details>`];
  });
  return told.length === 0 ? null : html`<h2>Step by step in a browser</h2>${told}`;
}

function failureCard({ kind, by, criterion, file, line, message, traceback, sentence, screenshot }: Failure, pictures: readonly Picture[]): Html {
  const place = file === null ? null : html`<code>${file}${line === null ? '' : `:${line}`}</code> · `;
  return html`<article class="${kind === 'flaky' ? 'flaky' : 'broken'}"><p>${sentence}</p><p class="soft">${place}${criterion === null ? null : `${criterion} · `}found by ${by}</p><details><summary class="soft">Details</summary><pre>${traceback === null ? message : `${message}\n\n${traceback}`}</pre></details>${pictures.filter(({ title }) => title === screenshot).map(figure)}</article>`;
}

function checkRow({ name, status, details }: Check): Html {
  const rows = details.map((each) => html`<tr><td class="mark ${each.status}">${MARK[each.status] ?? each.status}</td><td>${each.what}${each.note === null ? null : html`<br><span class="soft">${each.note}</span>`}</td></tr>`);
  return html`<tr><td class="mark ${status}">${MARK[status] ?? status}</td><td>${details.length === 0 ? CHECK_TITLE[name] : html`<details><summary>${CHECK_TITLE[name]} <span class="soft">(${details.length})</span></summary><table>${rows}</table></details>`}</td></tr>`;
}
