/** A text as one line of reStructuredText that is shown as it is: no markup, no link target, no list, no directive. */
export function rstText(text: string): string {
  const line = text.toWellFormed().replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  const plain = line.replace(/[\\`*_|<>[\]]/g, '\\$&').replaceAll('::', ':\\:');
  return plain.replace(/^[^\p{L}\p{N}\\]/u, '\\$&').replace(/^(\w+)([.)])/, '$1\\$2');
}

/** A heading, underlined wide enough for letters that take two columns. */
export function rstHeading(text: string, mark: '=' | '-' | '~'): string {
  const title = rstText(text);
  return `${title}\n${mark.repeat([...title].reduce((width, letter) => width + (letter.charCodeAt(0) < 0x100 ? 1 : 2), 0))}`;
}
