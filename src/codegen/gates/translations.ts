import { po } from 'gettext-parser';
import { refused, textOf, type Gate } from './gate.js';

/** `%s`, `%(name)s`, `{{ name }}`: what Odoo fills in. */
const PLACEHOLDER = /%(?:\([^)]*\))?[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]|\{\{[^}]*\}\}/g;

/** Translation files parse, and a translation fills in what its source does: Odoo loads a broken one in part, without a word. */
export const translations: Gate = ({ files }) =>
  files.filter(({ path }) => /^i18n(_extra)?\/[^/]+\.pot?$/.test(path)).flatMap((file) => {
    const text = textOf(file);
    const lineOf = (msgid: string): number | null => {
      const at = text.split('\n').findIndex((line) => line.startsWith('msgid ') && line.includes(JSON.stringify(msgid.split('\n')[0] ?? '').slice(0, -1)));
      return at < 0 ? null : at + 1;
    };
    try {
      const messages = Object.values(po.parse(text, { validation: true }).translations).flatMap((context) => Object.values(context));
      return messages.flatMap(({ msgid, msgstr, comments }) => {
        // Only code fills in by `%`; elsewhere it is a percent sign.
        const isCode = /^code:/m.test(comments?.reference ?? '');
        const marks = (from: string): string => (from.match(PLACEHOLDER) ?? []).filter((mark) => isCode || mark.startsWith('{{')).sort().join(' ');
        return msgstr.filter((translated) => translated !== '' && marks(translated) !== marks(msgid))
          .map((translated) => refused(file.path, lineOf(msgid), `"${msgid}" fills in ${marks(msgid) || 'nothing'}, its translation "${translated}" ${marks(translated) || 'nothing'}`, 'A translation fills in other values than its source, so showing it would fail.'));
      });
    } catch (error) {
      const { message, lineNumber } = error as Error & { lineNumber?: number };
      // The parser has read past the end of the line by then.
      const line = lineNumber === undefined ? lineOf(/associated with "([^"]*)"/.exec(message)?.[1] ?? '') : lineNumber - 1;
      return [refused(file.path, line, message, 'This translation file cannot be read, so Odoo would not translate the module.')];
    }
  });
