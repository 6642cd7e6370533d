import type { Imported } from './n8n-import.js';

/** What an import has done, for whoever runs it. */
export function importLines(imported: Imported | null): string[] {
  if (imported === null) return [];
  const { written, kept } = imported;
  return [
    ...(written.length > 0 ? [`n8n: ${written.length} workflows imported and published`] : []),
    ...kept.flatMap(({ name, differences }) => [`n8n: the workflow "${name}" was edited in the editor and stays as it is:`, ...differences.map((line) => `  ${line}`)]),
  ];
}
