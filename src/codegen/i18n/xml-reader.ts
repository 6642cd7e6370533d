/** XML as our printers write it, read back: well-formed, no DTD. */
export interface XmlNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and texts in their order. */
  readonly children: readonly (XmlNode | string)[];
}

interface Open { readonly tag: string; readonly attributes: Record<string, string>; readonly children: (XmlNode | string)[] }

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) =>
    (name === undefined ? String.fromCodePoint(parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16)) : ENTITIES[name] ?? whole));

/** The root element. */
export function readXml(text: string): XmlNode {
  const root: Open = { tag: '', attributes: {}, children: [] };
  const open: Open[] = [root];
  for (const [token, cdata, end, start, attributes = '', empty] of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (cdata !== undefined) parent.children.push(cdata);
    else if (end !== undefined) open.pop();
    else if (start !== undefined) {
      const node: Open = { tag: start, attributes: Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name, unescaped(double ?? single ?? '')])), children: [] };
      parent.children.push(node);
      if (empty === '') open.push(node);
    } else if (!token.startsWith('<')) parent.children.push(unescaped(token));
  }
  return root.children.find((child): child is XmlNode => typeof child !== 'string') ?? root;
}

export const elementsOf = (node: XmlNode): readonly XmlNode[] => node.children.filter((child): child is XmlNode => typeof child !== 'string');
export const plainText = (node: XmlNode): string => node.children.map((child) => (typeof child === 'string' ? child : plainText(child))).join('');
