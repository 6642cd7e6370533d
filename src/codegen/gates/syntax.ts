import { refused, type Gate } from './gate.js';

/** Python that CPython compiles, XML that is well-formed and brings no DOCTYPE. */
export const syntax: Gate = ({ facts: { python, xml } }) => [
  ...python.flatMap(({ path, error }) => (error === null ? [] : [refused(path, error.line, `SyntaxError: ${error.message}`, 'This Python file cannot be read by Python.')])),
  ...xml.flatMap(({ path, error }) => (error === null ? [] : [refused(path, error.line, `XML: ${error.message}`, 'This XML file is not well-formed, so Odoo cannot load it.')])),
];
