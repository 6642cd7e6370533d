/**
 * What is tried of a module beyond its own tests, in the order of the report; each can be switched off.
 * `views`, `reports` (as HTML), `crons` (and server actions), `mail_templates`: each one is rendered or run once. `access`: each cell of the
 * access matrix is executed as a user of that group. `demo`: the demo data loads. `lifecycle`: upgrade with the data
 * kept, uninstall without residue, install again. `pages`: each menu and action opens in a browser. `journeys`: what each
 * acceptance criterion asks for is done there as a person does it.
 */
export const CHECK_NAMES = ['views', 'reports', 'crons', 'mail_templates', 'access', 'demo', 'lifecycle', 'pages', 'journeys'] as const;

/** Those that a session gets unless an operator chooses. Journeys take longer than all else together. */
export const DEFAULT_CHECKS: readonly CheckName[] = CHECK_NAMES.filter((name) => name !== 'journeys');

export type CheckName = (typeof CHECK_NAMES)[number];

/** The checks that are made inside Odoo, in a database of their own. */
export const LOOK_CHECKS: readonly CheckName[] = CHECK_NAMES.filter((name) => name !== 'pages' && name !== 'journeys');

export type Operation = 'read' | 'write' | 'create' | 'unlink';
export const OPERATIONS: readonly Operation[] = ['read', 'write', 'create', 'unlink'];

/** One cell of an access matrix. `group`: id with its module, e.g. `library.group_member`. */
export interface AccessCell {
  readonly model: string;
  readonly group: string;
  readonly operation: Operation;
  readonly allowed: boolean;
  /** Of a record that belongs to a company which is not the user's. */
  readonly elsewhere?: true;
}
