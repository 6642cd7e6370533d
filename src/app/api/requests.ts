import { z } from 'zod/v4';
import { BuilderError, firstMistakes, type Mistake } from '../../domain/errors.js';
import { ODOO_VERSIONS } from '../../domain/module-spec/module-spec.js';
import { mistakesOf } from './mistakes.js';

/** What the endpoints take; schemas/openapi.yaml says the same, and a test compares them. */

const MAX_PROSE_BYTES = 32 * 1024;

/** Written by a person: not empty, at most 32 KiB as UTF-8. NUL is no character of a text. */
const prose = z
  .string({ error: 'Must be a text.' })
  .refine((text) => text.trim() !== '', { error: 'Must not be empty.', abort: true })
  .refine((text) => Buffer.byteLength(text) <= MAX_PROSE_BYTES, { error: 'Must not be longer than 32 KiB.', abort: true })
  .refine((text) => !text.includes('\0'), { error: 'Must not contain NUL characters.' });

export const sessionId = z
  .string({ error: (issue) => (issue.input === undefined ? 'The sessionId is missing.' : 'The sessionId must be a text.') })
  .regex(/^[A-Za-z0-9_-]{8,64}$/, { error: 'A sessionId has 8 to 64 characters of A-Z, a-z, 0-9, _ and -.' });

const version = z.int({ error: 'Must be a whole number: the version that you saw.' }).min(1, { error: 'Versions start at 1.' }).optional();

const decision = <const T extends readonly [string, ...string[]]>(...values: T) => z.enum(values, { error: `Must be one of: ${values.join(', ')}.` });

const language = z.string({ error: 'Must be a language tag such as "en" or "de-AT".' }).max(35, { error: 'Longer than any language tag is.' }).refine(isLanguage, { error: 'Must be a language tag such as "en" or "de-AT".' });

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const submitRequest = z
  .strictObject({
    sessionId,
    requirements: prose.optional(),
    /** A ModuleSpec as an object, or as YAML or JSON text; checked by its own schema. */
    spec: z.union([z.string().min(1), z.record(z.string(), z.unknown())], { error: 'Must be a ModuleSpec: an object, or YAML text.' }).optional(),
    odooVersion: z.enum(ODOO_VERSIONS, { error: `Known Odoo versions: ${ODOO_VERSIONS.join(', ')}.` }).optional(),
    language: language.optional(),
  })
  .refine((body) => (body.requirements === undefined) !== (body.spec === undefined), { error: 'Send either requirements (prose) or spec (a ModuleSpec).', path: ['requirements'] });

/** A wish beside a yes would be worked in by nobody, and whoever had it would find out in the module. */
const losesFeedback = { error: 'With this decision nobody works it in: send "modify" to have it done, or leave it out.', path: ['feedback'] };

export const specReview = z
  .strictObject({ sessionId, version, decision: decision('approve', 'modify', 'reject'), feedback: prose.optional() })
  .refine((body) => body.decision !== 'modify' || body.feedback !== undefined, { error: 'Say what to change.', path: ['feedback'] })
  .refine((body) => body.decision !== 'approve' || body.feedback === undefined, losesFeedback);

export const codeReview = z
  .strictObject({ sessionId, version, decision: decision('accept', 'modify'), feedback: prose.optional() })
  .refine((body) => body.decision !== 'accept' || body.feedback === undefined, losesFeedback);

const criterion = { error: 'Must be the id of a criterion, e.g. "AC-2".' };
const remark = z.strictObject({ criterion: z.string(criterion).regex(/^AC-[1-9][0-9]*$/, criterion), text: prose }, { error: 'Must be an object with criterion and text.' });
const remarks = z.array(remark, { error: 'Must be a list of remarks.' }).max(60, { error: 'At most 60 remarks.' }).optional();

export const uatReview = z
  .strictObject({ sessionId, version, decision: decision('approve', 'reject'), feedback: prose.optional(), remarks })
  .refine((body) => body.decision !== 'reject' || body.feedback !== undefined || (body.remarks ?? []).length > 0, { error: 'Say what is wrong: as feedback, or as remarks on the criteria.', path: ['remarks'] });

/** From the query of /session-status; other parameters are nobody's business. */
export const statusRequest = z.object({ sessionId });

export const cancelRequest = z.strictObject({ sessionId, version });

/** @throws BuilderError user `invalid_request` with every mistake */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(mistakesOf(parsed.error, schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
}

export function invalidRequest(mistakes: readonly Mistake[]): BuilderError {
  const { told, more } = firstMistakes(mistakes);
  return new BuilderError('user', 'invalid_request', mistakes.length === 1 ? 'The request has a mistake.' : `The request has ${mistakes.length} mistakes.${more}`, { mistakes: told });
}
