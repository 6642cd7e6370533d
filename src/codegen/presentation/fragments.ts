import type { ModuleFile } from '../../domain/module-file.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { markdownText as line } from '../text/markdown-text.js';

const page = (parts: readonly (readonly string[])[]): string => `${parts.filter((part) => part.length > 0).map((part) => part.join('\n')).join('\n\n')}\n`;

/** The paragraphs of the spec's description. */
export const paragraphs = (description: string): readonly string[] => description.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');

/** `readme/*.md`, the fragments from which OCA's generator makes a README. */
export function readmeFragments(index: SpecIndex): readonly ModuleFile[] {
  const { spec } = index;
  const added = index.models.map((model) => `- ${line(model.label)} (\`${model.name}\`)${model.description === undefined ? '' : `: ${line(model.description)}`}`);
  const groups = spec.groups.map((group) => `- **${line(group.label)}**${group.comment === undefined || group.comment === '' ? '' : `: ${line(group.comment)}`}`);
  const languages = spec.languages.length === 0 ? [] : [`Translated into: ${spec.languages.join(', ')}. Load a language in *Settings > Translations*.`];
  const configure = [
    ...(groups.length === 0 ? [] : [[`Give people one of the groups of “${line(spec.title)}” in *Settings > Users & Companies > Users*:`], groups]),
    languages,
  ].filter((part) => part.length > 0);
  return [
    { path: 'readme/DESCRIPTION.md', content: page([[line(spec.summary)], ...paragraphs(spec.description).map((paragraph) => [line(paragraph)]), ...(added.length === 0 ? [] : [['It adds:'], added])]) },
    { path: 'readme/USAGE.md', content: page([['What the module is tested to do:'], spec.acceptance.map((criterion) => `- **${line(criterion.title)}**: given ${line(criterion.given)}; when ${line(criterion.when)}; then ${line(criterion.then)}`), ...(spec.assumptions.length === 0 ? [] : [['It was made with these assumptions:'], spec.assumptions.map((assumption) => `- ${line(assumption)}`)])]) },
    ...(configure.length === 0 ? [] : [{ path: 'readme/CONFIGURE.md', content: page(configure) }]),
    { path: 'readme/CONTRIBUTORS.md', content: page([[`- ${line(spec.author)}`]]) },
  ];
}
