import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { rstHeading, rstText as text } from '../text/rst-text.js';
import { paragraphs } from './fragments.js';
import { changesOf, newestFirst, type Revision } from './history.js';

/** `README.rst` in the order of OCA's generator, from the same words as the fragments. @param pictures paths below static/description with their titles */
export function readmeRst(spec: ModuleSpec, history: readonly Revision[], pictures: readonly { readonly path: string; readonly title: string }[]): string {
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
  const section = (title: string, ...parts: readonly string[]): string[] => {
    const kept = parts.filter((part) => part !== '');
    return kept.length === 0 ? [] : [rstHeading(title, '='), ...kept];
  };
  return `${[
    rstHeading(spec.title, '='),
    text(spec.summary),
    ...paragraphs(spec.description).map(text),
    ...pictures.map(({ path, title }) => `.. image:: static/description/${path}\n   :alt: ${text(title)}`),
    '**Table of contents**',
    '.. contents::\n   :local:',
    ...section('Configuration', list(spec.groups.map((group) => `${text(group.label)}${group.comment === undefined || group.comment === '' ? '' : ` (${text(group.comment)})`}`))),
    ...section('Usage', list(spec.acceptance.map((criterion) => `${text(criterion.title)}. Given ${text(criterion.given)}; when ${text(criterion.when)}; then ${text(criterion.then)}`))),
    ...section('Known issues', list(spec.assumptions.map((assumption) => `Assumed: ${text(assumption)}`))),
    ...section('Changelog', ...newestFirst(history).flatMap((revision) => [rstHeading(`Revision ${revision.number} (${spec.odooVersion}.${revision.version})`, '~'), list(changesOf(revision).map(text))])),
    ...section('Credits', rstHeading('Authors', '~'), list([text(spec.author)]), ...(spec.maintainers.length === 0 ? [] : [rstHeading('Maintainers', '~'), list(spec.maintainers.map(text))])),
  ].join('\n\n')}\n`;
}
