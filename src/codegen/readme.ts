import type { ModuleFile } from '../domain/module-file.js';
import type { SpecIndex } from './spec/spec-index.js';
import { markdownText } from './text/markdown-text.js';

/** `README.md`: what the module does, and by what it is judged. */
export function readmeFile(index: SpecIndex): ModuleFile {
  const { spec } = index;
  const line = markdownText;
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]);
  const lines = [
    `# ${line(spec.title)}`, '', line(spec.summary),
    ...spec.description.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '').flatMap((paragraph) => ['', line(paragraph)]),
    ...section('What it does', spec.acceptance.map((criterion) => `- **${criterion.id} ${line(criterion.title)}**: given ${line(criterion.given)} When ${line(criterion.when)} Then ${line(criterion.then)}`)),
    ...section('What it adds', index.models.map((model) => `- ${line(model.label)} (\`${model.name}\`)${model.description === undefined ? '' : `: ${line(model.description)}`}`)),
    ...section('Who may do what', spec.groups.map((group) => `- ${line(group.label)} (\`${spec.name}.${group.id}\`)${group.comment === undefined ? '' : `: ${line(group.comment)}`}`)),
    ...section('Assumptions', spec.assumptions.map((assumption) => `- ${line(assumption)}`)),
    ...section('Tests', ['```', `odoo -d test_database -i ${spec.name} --test-tags /${spec.name} --stop-after-init`, '```']),
  ];
  return { path: 'README.md', content: `${lines.join('\n')}\n` };
}
