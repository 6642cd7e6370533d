import type { ModuleFile } from '../../domain/module-file.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Verdict } from '../../domain/verdict.js';
import { licenceFiles } from '../licence/licence.js';
import { markdownText } from '../text/markdown-text.js';
import { changesOf, newestFirst, type Revision } from './history.js';
import { indexPage } from './index-page.js';
import { readmeRst } from './readme-rst.js';

export interface PresentationInput {
  readonly spec: ModuleSpec;
  readonly verdict: Verdict;
  readonly history: readonly Revision[];
  /** Of the run that the verdict is about, in its order. */
  readonly pictures: readonly { readonly title: string; readonly png: Uint8Array }[];
}

/** A page of more pictures is not read. */
const MOST_PICTURES = 12;

/**
 * What a delivered module shows of itself besides what was tested: README, page for Odoo's list of apps with pictures of
 * the real run, changelog and licence. Equal inputs, equal bytes.
 */
export function presentationFiles({ spec, verdict, history, pictures }: PresentationInput): readonly ModuleFile[] {
  const shown = pictures.slice(0, MOST_PICTURES).map(({ title, png }, index) => ({ title, png, path: `page-${String(index + 1).padStart(2, '0')}.png` }));
  return [
    { path: 'README.rst', content: readmeRst(spec, history, shown.slice(0, 1)) },
    { path: 'readme/HISTORY.md', content: historyFragment(spec, history) },
    { path: 'static/description/index.html', content: indexPage({ spec, verdict, history, pictures: shown }) },
    ...shown.map(({ path, png }) => ({ path: `static/description/${path}`, content: png })),
    ...licenceFiles(spec),
  ];
}

function historyFragment(spec: ModuleSpec, history: readonly Revision[]): string {
  return newestFirst(history).map((revision) => `## ${spec.odooVersion}.${revision.version} (revision ${revision.number})\n\n${changesOf(revision).map((change) => `- ${markdownText(change)}`).join('\n')}\n`).join('\n');
}
