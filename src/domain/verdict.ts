import { z } from 'zod/v4';
import { CHECK_NAMES } from './check.js';
import type { Frozen } from './frozen.js';

/** What kind of thing is wrong, from the first gate to the last check. */
export const FAILURE_KINDS = ['gate', 'manifest', 'install', 'test', 'log', 'tests_missing', 'skipped', 'timeout', 'out_of_memory', 'out_of_disk', 'out_of_processes', 'forged', 'ui', 'check', 'flaky'] as const;

const digest = z.string().describe('sha256 of an artifact of the session');
const count = z.number().int().min(0);

const failure = z.object({
  kind: z.enum(FAILURE_KINDS),
  by: z.string().describe('the gate, rule or check that found it, e.g. references'),
  criterion: z.string().nullable().describe('the acceptance criterion whose test this is, e.g. AC-2'),
  file: z.string().nullable().describe('path inside the module, e.g. models/book.py'),
  line: z.number().int().nullable(),
  message: z.string().describe('the words of Odoo or Python'),
  traceback: z.string().nullable(),
  screenshot: z.string().nullable().default(null).describe('title of the picture of that moment in the browser'),
  sentence: z.string().describe('for a person who is no programmer'),
});

const criterionResult = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['green', 'flaky', 'red', 'not_run']).describe('flaky: red, and green when it was run again alone'),
  tests: z.array(z.string()),
});

const checkDetail = z.object({
  what: z.string().describe('id of the record in its module, cell of the access matrix, page, or step of a life or of a journey'),
  status: z.enum(['green', 'red', 'not_run']),
  note: z.string().nullable(),
});

const check = z.object({
  name: z.enum(CHECK_NAMES),
  status: z.enum(['green', 'red', 'nothing', 'not_run', 'off']).describe('nothing: the module has nothing of the kind; off: switched off'),
  details: z.array(checkDetail),
});

const testCounts = z.object({ declared: count.describe('found in the sources'), run: count, failed: count, errors: count, skipped: count });

/** What a real Odoo says of one module: green only if every rule of FACTS.md "The exit code lies" holds. */
export const verdict = z.object({
  green: z.boolean(),
  status: z.enum(['green', 'flaky', 'red']).describe('flaky: nothing is wrong but tests that were red once and green the second time; not green'),
  module: z.string(),
  moduleDigest: digest,
  odooVersion: z.string(),
  image: z.string(),
  state: z.string().nullable().describe("ir_module_module.state, read from outside the module's reach; null if Odoo never started"),
  exitCode: z.number().int().nullable(),
  tests: testCounts,
  criteria: z.array(criterionResult),
  checks: z.array(check).describe("what was tried beyond the module's own tests"),
  failures: z.array(failure),
  warnings: z.array(z.string()).describe("warnings of Odoo's log that do not make the verdict red"),
  screenshots: z.array(z.object({ title: z.string(), criterion: z.string().nullable().default(null).describe('the criterion of whose journey it is a step; null: of a page'), digest })),
  durations: z.record(z.string(), z.number()).describe('milliseconds by step: gates, acquire, start, files, clone, odoo, again, state, ui, drive, look and its parts'),
  mutants: z
    .object({
      made: count.describe('modules with one thing broken on purpose, that install'),
      killed: count.describe('those for which an acceptance test was red'),
      survivors: z.array(z.string()).describe('what no test noticed'),
      vacuous: z.array(z.string()).describe('ids of criteria whose tests noticed none of them'),
    })
    .optional()
    .describe('what the acceptance tests are worth; only of a green module, where it was asked for (OMB_MUTANTS)'),
  rewrittenTests: z
    .object({ asked: z.array(z.string()).describe('ids of criteria whose tests noticed none of the broken modules'), better: z.array(z.string()).describe('those whose new tests notice one') })
    .optional()
    .describe('acceptance tests that the language model wrote a second time'),
  refusedTestEdits: count.optional().describe('edits of the coder to the frozen acceptance tests that were refused, in all repairs of the session'),
  log: digest.nullable().describe("the container's whole log"),
});

export type Verdict = Frozen<z.output<typeof verdict>>;
export type Failure = Verdict['failures'][number];
export type FailureKind = Failure['kind'];
/** What one gate or rule finds; its name is added by who asked it. */
export type Finding = Omit<Failure, 'by'>;
export type CriterionResult = Verdict['criteria'][number];
/** What was tried of the module beyond its own tests. */
export type Check = Verdict['checks'][number];
export type CheckDetail = Check['details'][number];
export type TestCounts = Verdict['tests'];
export type Screenshot = Verdict['screenshots'][number];
export type VerdictStatus = Verdict['status'];

/** JSON Schema (2020-12) of a verdict, as it is stored beside the session. Also in schemas/verdict.schema.json. */
export const verdictJsonSchema = (): Readonly<Record<string, unknown>> => z.toJSONSchema(verdict);
