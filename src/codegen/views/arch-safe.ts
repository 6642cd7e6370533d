import type { Element } from '../text/xml-element.js';

/** Odoo replaces `%(xml.id)d` inside of an arch, and `%%` by `%`: a person's text means neither. */
export function archSafe(node: Element): Element {
  const safe = (text: string): string => (/%[%(]/.test(text) ? text.replaceAll('%', '%%') : text);
  return { ...node, text: safe(node.text), attributes: Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, safe(value)])), children: node.children.map(archSafe), ...(node.mixed === undefined ? {} : { mixed: node.mixed.map((part) => (typeof part === 'string' ? safe(part) : archSafe(part))) }) };
}
