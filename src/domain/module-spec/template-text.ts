/** A piece of a text for people: words as they are, or a path whose value stands there. */
export type TemplatePart = { readonly text: string } | { readonly path: string };

const PLACEHOLDER = /\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\s*\}\}/g;

/** `Dear {{partner_id.name}},` as its pieces; braces that hold no path are words. */
export function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index) });
    parts.push({ path: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ text: template.slice(end) });
  return parts;
}

/** The paragraphs of a text, each with its lines: an empty line between two paragraphs. */
export function paragraphs(text: string): readonly (readonly string[])[] {
  return text.trim().split(/\n\s*\n/).map((paragraph) => paragraph.split('\n'));
}
