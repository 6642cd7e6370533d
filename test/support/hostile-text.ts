import fc from 'fast-check';

/** Pieces that end a string, a tag, a cell or a comment somewhere, mean something to a template, or cannot be stored at all. */
const PIECES = [
  '"', "'", '\\', '"""', "'''", '\\"', "\\'", '\n', '\r\n', '\r', '\t', '\v', '\f', '\\\n', '#', '""" + quit() + """', '")\nquit()\n#', "');DROP TABLE res_users;--",
  '%', '%%', '%s', '%d', '%(id)d', '%(base.group_user)d', '% (x)s', '{{', '}}', '{0}', '${x}', '#{x}', '\\N{BULLET}', '\\x41', '\\u0041', '\\0',
  '<', '>', '&', '&amp;', '&#0;', ']]>', '<![CDATA[', '<!--', '-->', '--', '<?py x ?>', '</field>', '<field name="x"/>', '" invisible="1', '</odoo>', '<!DOCTYPE x>',
  ',', ';', '=cmd|\' /C calc\'!A0', '=', '+1', '-1', '@x', '`', '| x |', '# x', '](x)', '![x](y)', '* x', '1. x',
  '\u0000', '\u0007', '\u001b[31m', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u200f', '\u202e', '\u2028', '\u2029', '\u2066', '\ufeff', '\ufffe', '\uffff', '\ud800', '\udc00', '\ud83d', '\u{e0001}', '\u{10ffff}',
  ' ', '  ', 'é', 'a\u0301', '日本', 'שלום', '😀', 'x', '7',
] as const;

/** Of any code points. `fc.string` makes a table of all of them first, which takes half a second in each file. */
const anyText = fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 4 }).map((points) => String.fromCodePoint(...points));

/** Any text that a person, or who means ill, may write. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: anyText }), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

/** The same with a letter somewhere inside: what has nothing to show may be left out by a printer. */
export const hostileWords: fc.Arbitrary<string> = fc.tuple(hostileText, fc.constantFrom('a', 'Z', 'ß'), hostileText).map((parts) => parts.join(''));
