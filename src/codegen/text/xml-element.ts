import { xmlAttribute, xmlText } from './xml-text.js';

/** One XML element: its attributes in order, and either elements or a text inside. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
  /** Words and elements one after the other, where a space counts: instead of `children` and `text`. */
  readonly mixed?: readonly (Element | string)[];
}

export type Attributes = Readonly<Record<string, string | undefined>>;
type Child = Element | string | null | false;

const WIDTH = 100;

/** `element('field', { name: 'state' })`; attributes without a value and empty children are left out. Tags and attribute names are ours, never a person's. */
export function element(tag: string, attributes: Attributes = {}, ...children: readonly (Child | readonly Child[])[]): Element {
  const flat = children.flat();
  return {
    tag,
    attributes: Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    children: flat.filter((child): child is Element => typeof child === 'object' && child !== null),
    text: flat.filter((child) => typeof child === 'string').join(''),
  };
}

/** An element in which words and elements stand on one line: `<p>Dear <t t-out="…"/>,</p>`. */
export function inline(tag: string, attributes: Attributes, ...mixed: readonly (Element | string)[]): Element {
  return { ...element(tag, attributes), mixed };
}

/** A whole document, UTF-8, four spaces a level, no DTD. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${printElement(root, 0)}\n`;
}

/** An element and what is in it, without an XML declaration. */
export function printElement(node: Element, depth: number): string {
  const indent = '    '.repeat(depth);
  const start = startTag(node, indent);
  if (node.mixed !== undefined) return `${start}>${node.mixed.map(onOneLine).join('')}</${node.tag}>`;
  if (node.children.length > 0) {
    const inside = node.children.map((child) => printElement(child, depth + 1)).join('\n');
    return `${start}>\n${inside}\n${indent}</${node.tag}>`;
  }
  return node.text === '' ? `${start}/>` : `${start}>${xmlText(node.text)}</${node.tag}>`;
}

function onOneLine(node: Element | string): string {
  if (typeof node === 'string') return xmlText(node);
  const start = [`<${node.tag}`, ...Object.entries(node.attributes).map(([name, value]) => `${name}="${xmlAttribute(value)}"`)].join(' ');
  const inside = node.mixed === undefined ? [...(node.text === '' ? [] : [node.text]), ...node.children] : node.mixed;
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.map(onOneLine).join('')}</${node.tag}>`;
}

function startTag(node: Element, indent: string): string {
  const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}="${xmlAttribute(value)}"`);
  const line = [`${indent}<${node.tag}`, ...attributes].join(' ');
  if (line.length + '/>'.length <= WIDTH || attributes.length < 2) return line;
  return [`${indent}<${node.tag}`, ...attributes.map((attribute) => `${indent}    ${attribute}`)].join('\n');
}
