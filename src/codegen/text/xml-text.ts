/** What XML 1.0 allows in a document at all; the rest cannot even be escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

function wellFormed(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, '\ufffd');
}

/** A text as the content of an element; a carriage return is kept, which a parser would turn into a line feed. */
export function xmlText(text: string): string {
  return wellFormed(text).replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? '');
}

/** A text as the value of an attribute in double quotes, quotes not included; line breaks and tabs are kept. */
export function xmlAttribute(text: string): string {
  return wellFormed(text).replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? '');
}
