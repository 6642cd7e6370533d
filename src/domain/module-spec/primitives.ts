import { z } from 'zod/v4';

/**
 * Building blocks of the ModuleSpec. All that becomes an identifier in Python, XML or SQL is
 * narrowed here; free text is not: the printers escape it.
 */

/** `library`: the module's folder and Python package. */
export const moduleName = z.string().regex(/^[a-z][a-z0-9_]{1,59}$/).describe('technical name: lower case letters, digits, underscores, e.g. library_loans');
/** `library.book`: Odoo's model name; the table is the same with underscores (63 bytes at most in PostgreSQL). */
export const modelName = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/).max(60).describe('model name with dots, e.g. library.book');
export const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/).describe('field name, e.g. return_date');
/** Part of an XML id. */
export const recordId = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/).describe('id, unique in the module, e.g. group_librarian');
/** Id of our own or of another module: `group_librarian` or `base.group_user`. */
export const recordRef = z.string().regex(/^([a-z][a-z0-9_]*\.)?[a-zA-Z][a-zA-Z0-9_]{0,79}$/).describe('id in this module, or module.id for one of another module, e.g. base.group_user');
export const label = z.string().min(1).max(120);
export const sentence = z.string().min(1).max(2000);
/** The words of a rule or method that an LLM turns into code. */
export const words = z.string().min(1).max(4000).describe('what it does, in words; used only when no expression can say it');

/**
 * An expression of the small language in docs/module-spec.md (src/domain/expression): field names and paths
 * (`lines.subtotal`), numbers, 'text', true/false/null, + - * / %, == != < <= > >=, and/or/not, in,
 * and the functions listed there. It is parsed and printed anew for Python and for domains, never pasted.
 */
export const expression = z.string().min(1).max(1000).describe("expression over field names, e.g. price * quantity, sum(lines.subtotal), state == 'draft' and due_date < today()");

/** A literal, or a text beginning with `=` that is an expression: `"=today() + days(14)"`, `"=book_dune"` (a record of the same list). */
export const value = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null(), z.array(z.string().max(200)).max(100)]);
export const values = z.record(fieldName, value);
