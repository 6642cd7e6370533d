/** A text as one line of Markdown that is shown as it is: no markup, no HTML, no link. */
export function markdownText(text: string): string {
  const line = text.toWellFormed().replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.replace(/[\\`*_{}[\]<>#|~&]/g, (character) => (character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`)).replace(/^([-+=]|\d+[.)])/, '\\$1');
}
