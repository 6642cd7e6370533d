import fc from 'fast-check';
import { markdownText } from '../../../src/codegen/text/markdown-text.js';
import { hostileText } from '../../support/hostile-text.js';

/** Characters that begin markup somewhere in Markdown or HTML, unless a backslash stands before them. */
const MARKUP = /(?<!\\)(?:\\\\)*[`*_{}[\]<>#|~]/;

test('a text is one line without markup, HTML or a list', () => {
  fc.assert(fc.property(hostileText, (text) => {
    const line = markdownText(text);
    expect(line).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
    expect(line.replace(/&(lt|amp);/g, '')).not.toMatch(MARKUP);
    expect(line).not.toMatch(/&(?!lt;|amp;)/);
    expect(line).not.toMatch(/^([-+=]|\d+[.)])/);
  }));
});

test('a plain text stays as it is', () => {
  expect(markdownText('Lend books, see what is late; 3 % a day (if at all).')).toBe('Lend books, see what is late; 3 % a day (if at all).');
});
