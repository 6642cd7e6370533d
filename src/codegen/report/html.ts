/** Text that is safe in HTML. */
export type Html = { readonly html: string };

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A template whose values are escaped unless they are Html themselves; lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Html | readonly Html[] | null)[]): Html {
  return { html: parts.map((part, index) => part + (index < values.length ? textOf(values[index] ?? '') : '')).join('') };
}

function textOf(value: string | number | Html | readonly Html[]): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  return 'html' in value ? value.html : value.map((each) => each.html).join('');
}
