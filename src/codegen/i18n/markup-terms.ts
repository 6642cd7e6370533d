import { xmlAttribute, xmlText } from '../text/xml-text.js';
import type { XmlNode } from './xml-reader.js';

/** As in Odoo's tools/translate.py: what is translated as one text with what is around it, and which attributes are. */
const INLINE = new Set(['abbr', 'b', 'bdi', 'bdo', 'br', 'cite', 'code', 'data', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd', 'keygen', 'mark', 'math', 'meter', 'output', 'progress', 'q', 'ruby', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'wbr', 'text', 'select', 'option']);
const ATTRIBUTES = new Set(['string', 'add-label', 'help', 'sum', 'avg', 'confirm', 'placeholder', 'alt', 'title', 'aria-label', 'aria-keyshortcuts', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'value_label', 'data-tooltip', 'label', 'confirm-label', 'confirm-title', 'cancel-label']);
const SKIPPED = new Set(['script', 'style', 'title']);
const VOID = new Set(['br', 'wbr', 'img', 'hr', 'input']);

const isBlank = (text: string): boolean => /^[\s\uFEFF]*$/.test(text);

/** The texts of a view or of HTML that Odoo translates one by one. @param html how inline elements are written out */
export function markupTerms(root: XmlNode, html = false): string[] {
  const found: string[] = [];
  visit(root, found, html);
  return found;
}

function visit(node: XmlNode, found: string[], html: boolean): void {
  if (SKIPPED.has(node.tag) || node.attributes['t-translation']?.trim() === 'off') return;
  if (node.tag === 'attribute' && !['value', 'text'].includes(node.attributes['name'] ?? '') && !isAttribute(node.attributes['name'] ?? '', node)) return;
  let run: (XmlNode | string)[] = [];
  const close = (): void => {
    const kept = fromFirstText(run);
    if (kept.length > 0) found.push(kept.map((child) => serialised(child, html)).join('').trim());
    run = [];
  };
  for (const child of node.children) {
    if (typeof child === 'string' || isInline(child)) {
      run.push(child);
      continue;
    }
    const before = run;
    close();
    // Inline elements without a text of their own are looked into one by one.
    for (const each of before.slice(0, before.length - fromFirstText(before).length)) if (typeof each !== 'string') visit(each, found, html);
    visit(child, found, html);
  }
  const before = run;
  close();
  for (const each of before.slice(0, before.length - fromFirstText(before).length)) if (typeof each !== 'string') visit(each, found, html);
  for (const [name, value] of Object.entries(node.attributes)) {
    if (isBlank(value) || !isAttribute(name, node)) continue;
    if (!name.startsWith('t-')) found.push(value.trim());
    else found.push(withNumbers(value.trim()));
  }
}

/** `#{…}` and `{{…}}` are what Odoo fills in, by number. */
function withNumbers(text: string): string {
  let count = 0;
  return text.replace(/#\{.+?\}|\{\{.+?\}\}/g, () => `{{${count++}}}`);
}

/** What belongs to one text: from the first part on that has some. */
function fromFirstText(run: readonly (XmlNode | string)[]): readonly (XmlNode | string)[] {
  const first = run.findIndex((child) => (typeof child === 'string' ? !isBlank(child) : hasText(child)));
  return first < 0 ? [] : run.slice(first);
}

function hasText(node: XmlNode): boolean {
  return Object.entries(node.attributes).some(([name, value]) => value !== '' && isAttribute(name, node)) || node.children.some((child) => (typeof child === 'string' ? !isBlank(child) : isInline(child) && hasText(child)));
}

function isInline(node: XmlNode): boolean {
  if ((node.attributes['class'] ?? '').split(/\s+/).includes('o_translate_inline')) return true;
  return INLINE.has(node.tag) && !Object.keys(node.attributes).some((name) => name.startsWith('t-') || name.endsWith('.translate')) && node.children.every((child) => typeof child === 'string' || isInline(child));
}

function isAttribute(name: string, node: XmlNode): boolean {
  const plain = name.startsWith('t-attf-') ? name.slice('t-attf-'.length) : name;
  return (!('t-call' in node.attributes) && ATTRIBUTES.has(plain)) || name.endsWith('.translate');
}

function serialised(node: XmlNode | string, html: boolean): string {
  if (typeof node === 'string') return xmlText(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${xmlAttribute(value)}"`).join('');
  if (node.children.length === 0 && (!html || VOID.has(node.tag))) return html ? `<${node.tag}${attributes}>` : `<${node.tag}${attributes}/>`;
  return `<${node.tag}${attributes}>${node.children.map((child) => serialised(child, html)).join('')}</${node.tag}>`;
}
