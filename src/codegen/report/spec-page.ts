import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { phrasesIn, type Phrases } from '../../domain/phrases.js';
import { outlineOf, type OutlineModel } from '../../domain/spec-outline.js';
import { html, type Html } from './html.js';
import { STYLE } from './style.js';

/** A specification as one page for the person who approves it: whole in itself, no script, nothing from elsewhere. */
export function specPage(spec: ModuleSpec, changes: readonly string[], tag: string): string {
  const { sentences, models, notBuilt } = outlineOf(spec, tag);
  const { language, phrases } = phrasesIn(tag);
  const { page } = phrases;
  const assumptions = spec.assumptions.filter((each) => !notBuilt.some((wish) => each.endsWith(wish)));
  return html`<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${spec.title}</title>
<style>${{ html: STYLE }}</style>
<h1>${spec.title}</h1>
${sentences.map((each) => html`<p>${each}</p>`)}
${list(page.changes, changes)}
${notBuilt.length === 0 ? null : list(page.notBuilt, notBuilt)}
${spec.openQuestions.length === 0 ? null : html`<h2>${page.questions}</h2><table>${spec.openQuestions.map((each) => html`<tr><td>${each.id}</td><td>${each.question}</td><td>${each.answer ?? `${page.suggested}: ${each.suggestions.join(' / ')}`}</td></tr>`)}</table>`}
${list(page.assumptions, assumptions)}
<h2>${page.tests}</h2>
<table>${spec.acceptance.map((each) => html`<tr><td>${each.id}</td><td>${each.title}</td><td class="soft">${phrases.scenario(each.given, each.when, each.then)}</td></tr>`)}</table>
${models.map((model) => modelPart(model, phrases))}
</html>
`.html;
}

const list = (title: string, texts: readonly string[]): Html => (texts.length === 0 ? html`` : html`<h2>${title}</h2><ul>${texts.map((each) => html`<li>${each}</li>`)}</ul>`);

function modelPart({ label, name, extends: adds, fields, rules, stateDiagram, access }: OutlineModel, { page, rights }: Phrases): Html {
  return html`<h2>${label} <span class="soft">${name}${adds ? `, ${page.ofOdoo}` : ''}</span></h2>
${fields.length === 0 ? null : html`<table>${fields.map((field) => html`<tr><td>${field.label}</td><td class="soft">${field.type}</td><td class="soft">${field.required ? page.required : ''}</td></tr>`)}</table>`}
${list(page.rules, rules)}
${stateDiagram === null ? null : html`<h3>${page.states}</h3><pre class="mermaid">${stateDiagram}</pre>`}
${access.length === 0 ? null : html`<h3>${page.access}</h3><table>${access.map((row) => html`<tr><td>${row.who}</td><td>${row.may.map((right) => rights[right]).join(', ')}</td></tr>`)}</table>`}`;
}
