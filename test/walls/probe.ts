import type { CheckName } from '../../src/domain/check.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import type { FailureKind } from '../../src/domain/verdict.js';
import { miniModule } from '../support/mini-module.js';

/** What holds a hostile module when no gate does; `gate`: nothing, the gate alone stands between it and a green verdict. */
export type Stop = 'wall' | 'limit' | 'judge' | 'gate';

/** One row of the table: what a hostile module tries, and what has to come of it. */
export interface Probe {
  /** What it tries, in words. */
  readonly title: string;
  /** Technical name of the module. */
  readonly module: string;
  /** `{neighbour}` in them becomes the address of a container beside the sandbox. */
  readonly files: readonly ModuleFile[];
  /** Tried beyond the tests. */
  readonly checks: ReadonlySet<CheckName>;
  /** The gate that refuses it before any container; null: it gets past all of them. */
  readonly gate: string | null;
  /** What stops it in a container, with the gates passed over. Null: nothing has to, the module does no harm and is green. */
  readonly stop: Stop | null;
  readonly kind: FailureKind | null;
  /** A piece of the first failure's message or sentence. */
  readonly says: RegExp;
  /** What the run is given, milliseconds. */
  readonly timeoutMs: number;
  /** From the files going in to the verdict, seconds: the time limit or, without one of its own, what two busy cores need. */
  readonly withinSeconds: number;
}

/** A wall that was passed says so by this, wherever its words end up. */
export const THROUGH = 'GOT THROUGH';

const SECONDS_OF_A_RUN = 60;
/** From the time limit to the verdict: killing a family of processes, reading the state. */
const SECONDS_AFTER = 25;

export interface Tried {
  readonly gate?: string | null;
  readonly stop?: Stop | null;
  readonly kind?: FailureKind | null;
  readonly says: RegExp;
  readonly timeoutMs?: number;
  readonly withinSeconds?: number;
  readonly checks?: readonly CheckName[];
  readonly module?: string;
}

type Changes = Readonly<Record<string, string | null>>;

/** The mini module with these files of another kind; without pages, which a browser would have to open. */
export function hostile(title: string, changes: Changes, { gate = 'dangerous', stop = 'wall', kind = 'test', says, timeoutMs, withinSeconds, checks = [], module = 'mini' }: Tried): Probe {
  const files = miniModule({ 'views/mini_book.xml': '<?xml version="1.0" encoding="utf-8"?>\n<odoo>\n</odoo>\n', ...changes });
  return { title, module, files, checks: new Set(checks), gate, stop, kind, says, timeoutMs: timeoutMs ?? 120_000, withinSeconds: withinSeconds ?? (timeoutMs === undefined ? SECONDS_OF_A_RUN : timeoutMs / 1000 + SECONDS_AFTER) };
}

/** Code that one of its tests runs; the other test is as it should be. What the machine says to it is the test's error. */
export const inTest = (title: string, code: string, tried: Tried): Probe => hostile(title, { 'tests/test_acceptance.py': attempt(code) }, tried);

/** The frozen tests of the mini module with these bodies, and no import that a gate would refuse. */
export function testFile(methods: Readonly<Record<string, string>>): string {
  const bodies = Object.entries(methods).map(([name, body]) => `    def ${name}(self):\n${body.split('\n').map((line) => (line === '' ? '' : `        ${line}`)).join('\n')}\n`);
  return `from odoo.tests import TransactionCase\n\n\nclass TestAcceptance(TransactionCase):\n${bodies.join('\n')}`;
}

const attempt = (code: string): string => testFile({ test_ac_1_a_book_has_a_name: 'self.assertEqual(self.env["mini.book"].create({"name": "Dune"}).name, "Dune")', test_ac_2_pages_start_at_zero: code });

/** Ends an attempt that should have been stopped. */
export const through = (what = ''): string => `raise AssertionError("${THROUGH} " + str(${what || "''"}))`;

/** Code that runs when Odoo loads the module, and a test that does not hold, so that only a lie makes it green. */
export function onLoad(title: string, code: string, tried: Tried): Probe {
  return hostile(title, { 'models/book.py': `${code}\n${MODEL}`, 'tests/test_acceptance.py': FALSE_TESTS }, tried);
}

export const MODEL = `from odoo import fields, models


class Book(models.Model):
    _name = "mini.book"
    _description = "Book"

    name = fields.Char(required=True)
    pages = fields.Integer()
`;

/** Frozen tests that this module does not pass. */
export const FALSE_TESTS = testFile({ test_ac_1_a_book_has_a_name: 'self.assertEqual(self.env["mini.book"].create({"name": "Dune"}).name, "Dune")', test_ac_2_pages_start_at_zero: 'self.assertEqual(self.env["mini.book"].create({"name": "Dune"}).pages, 7)' });
