/** Who has to act: the person who asked, a rival writer, the operator (or time), or the developers of this product. */
export type ErrorKind = 'user' | 'conflict' | 'transient' | 'bug';

/** One mistake in an input: where it is (a JSON-path like `models[0].fields[2].comodel`), what is wrong, how to mend it. */
export interface Mistake {
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

/** More than this nobody reads; an answer must not grow with what was sent. */
export const MAX_MISTAKES = 200;

/** The first of many mistakes, and the sentence that says so; empty when all are told. */
export function firstMistakes(mistakes: readonly Mistake[], count = mistakes.length): { readonly told: readonly Mistake[]; readonly more: string } {
  return { told: mistakes.slice(0, MAX_MISTAKES), more: count > MAX_MISTAKES ? ` The first ${MAX_MISTAKES} are told.` : '' };
}

export interface BuilderErrorOptions {
  /** HTTP status to answer with; by kind when left out (user 400, conflict 409, transient 503, bug 500). */
  readonly status?: number;
  readonly mistakes?: readonly Mistake[];
  /** Extra members for problem+json, e.g. `{ version, allowedActions }`. Never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const STATUS: Record<ErrorKind, number> = { user: 400, conflict: 409, transient: 503, bug: 500 };

/**
 * The one error of this product. `code` is stable and for programs (`session_not_found`),
 * `message` is a sentence for a person, `cause` the evidence.
 */
export class BuilderError extends Error {
  override readonly name = 'BuilderError';
  readonly status: number;
  readonly mistakes: readonly Mistake[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(readonly kind: ErrorKind, readonly code: string, message: string, options: BuilderErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.status = options.status ?? STATUS[kind];
    this.mistakes = options.mistakes ?? [];
    this.details = options.details ?? {};
  }
}

/** RFC 9457 problem details. `type` is a URN that carries the stable code. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly mistakes?: readonly Mistake[];
  readonly [member: string]: unknown;
}

const TITLE: Record<ErrorKind, string> = {
  user: 'The request cannot be accepted as it is',
  conflict: 'The session is not where the request expects it',
  transient: 'Something this service needs is not available right now',
  bug: 'An error inside the service',
};

/** Any thrown value as problem+json. What is not a `BuilderError` says nothing of its inside. */
export function toProblem(error: unknown): ProblemDetails {
  if (!(error instanceof BuilderError)) {
    return { type: 'urn:odoo-module-builder:internal', title: TITLE.bug, status: 500, detail: 'An unexpected error happened. It has been logged; try again, or tell the operator.' };
  }
  return {
    ...error.details,
    type: `urn:odoo-module-builder:${error.code}`,
    title: TITLE[error.kind],
    status: error.status,
    detail: error.message,
    ...(error.mistakes.length > 0 ? { mistakes: error.mistakes } : {}),
  };
}

/** Any thrown value as a `BuilderError`: what we did not foresee is a bug, with its cause kept. */
export function asBuilderError(error: unknown): BuilderError {
  if (error instanceof BuilderError) return error;
  return new BuilderError('bug', 'internal', error instanceof Error ? error.message : String(error), { cause: error });
}
