import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Frontend, type FrontendOptions, type StatusBody } from './frontend.js';
import type { Progress } from './progress.js';

export interface Job {
  /** A ModuleSpec as YAML, or what a person wants in prose. */
  readonly input: { readonly spec: string } | { readonly requirements: string };
  /** The zip is written here. */
  readonly outDir: string;
  /** For the whole session, milliseconds. */
  readonly timeoutMs: number;
}

export interface JobResult {
  readonly delivered: boolean;
  readonly sessionId: string;
  readonly verdict: string;
  readonly zip: { readonly path: string; readonly digest: string; readonly bytes: number } | null;
  readonly uat: { readonly address: string; readonly login: string; readonly password: string; readonly link: string } | null;
  /** Why it was not delivered. */
  readonly reason: string | null;
}

const TITLES: Readonly<Record<string, string>> = {
  specifying: 'specification',
  coding: 'module written',
  testing: 'installed and tested in Odoo',
  opening_uat: 'user acceptance instance',
  packaging: 'packed with evidence',
};
const ENDED = ['delivered', 'failed', 'cancelled', 'expired'];
/** Where the stage before did not come to what was wanted. */
const STOPPED = ['code_review', 'failed', 'cancelled', 'expired'];

/** The main job through the real webhooks, as a frontend would do it; approves at each stop. */
export async function runJob(frontendOptions: FrontendOptions, job: Job, progress: Progress): Promise<JobResult> {
  const frontend = new Frontend(frontendOptions, `job-${randomBytes(8).toString('hex')}`);
  const end = Date.now() + job.timeoutMs;
  let shown = '';
  const until = (states: readonly string[]): Promise<StatusBody> =>
    frontend.watch(({ state }) => states.includes(state) || ENDED.includes(state), Math.max(1, end - Date.now()), ({ state }) => {
      // A stage that is tried again is a new version of the same state.
      if (state === shown) return;
      shown = state;
      const title = TITLES[state];
      if (title !== undefined) progress.start(title);
      else if (STOPPED.includes(state)) progress.fail();
      else progress.done();
    });

  accepted(await frontend.submit(job.input));
  let status = await until(['spec_review']);
  if (status.state === 'spec_review') {
    tell(status, progress);
    accepted(await frontend.reviewSpec('approve', { version: status.version }));
    status = await until(['uat', 'code_review']);
  }
  const verdict = verdictOf(status);
  const base = { sessionId: frontend.sessionId, verdict };
  if (status.state !== 'uat') {
    progress.fail();
    return { ...base, delivered: false, zip: null, uat: null, reason: status.note?.message ?? `The session ended in the state ${status.state}.` };
  }
  const uat = await uatOf(frontend, status);
  accepted(await frontend.reviewUat('approve', { version: status.version }));
  status = await until([]);
  if (status.state !== 'delivered') return { ...base, delivered: false, zip: null, uat, reason: status.note?.message ?? `The session ended in the state ${status.state}.` };
  return { ...base, delivered: true, uat, reason: null, zip: await save(frontend, status, job.outDir) };
}

function accepted(answer: { readonly status: number; readonly body: Record<string, unknown> }): void {
  if (answer.status === 202) return;
  const mistakes = Array.isArray(answer.body['mistakes']) ? (answer.body['mistakes'] as { path: string; message: string; hint?: string }[]) : [];
  throw new Error([`The request was refused (${answer.status}): ${String(answer.body['detail'] ?? answer.body['message'] ?? JSON.stringify(answer.body))}`, ...mistakes.map(({ path, message, hint }) => `  ${path}: ${message}${hint === undefined ? '' : ` ${hint}`}`)].join('\n'));
}

/** What a person would read before approving: assumptions and questions. */
function tell(status: StatusBody, progress: Progress): void {
  const spec = (status['spec'] ?? {}) as { assumptions?: readonly string[]; openQuestions?: readonly { id: string; question: string }[] };
  for (const assumption of spec.assumptions ?? []) progress.say(`    assumed: ${assumption}`);
  for (const { id, question } of spec.openQuestions ?? []) progress.say(`    open question ${id}: ${question}`);
}

function verdictOf(status: StatusBody): string {
  const report = status['report'] as { green: boolean; tests: { run: number; failed: number; errors: number }; criteria: readonly { status: string }[]; failures?: readonly { sentence: string; file: string | null; line: number | null }[] } | null | undefined;
  if (report === null || report === undefined) return 'none: the module was not tested';
  const met = report.criteria.filter(({ status: state }) => state === 'green').length;
  const counts = `${met} of ${report.criteria.length} acceptance criteria met, ${report.tests.run} tests run, ${report.tests.failed + report.tests.errors} failed`;
  if (report.green) return `green (${counts})`;
  const why = (report.failures ?? []).slice(0, 5).map(({ sentence, file, line }) => `\n    ${file === null ? '' : `${file}${line === null ? '' : `:${line}`}: `}${sentence}`);
  return `red (${counts})${why.join('')}`;
}

async function uatOf(frontend: Frontend, status: StatusBody): Promise<JobResult['uat']> {
  const uat = status['uat'] as { url: string };
  const link = await frontend.gateway(`/sessions/${frontend.sessionId}/uat-links`, { method: 'POST' });
  if (link.status !== 201) throw new Error(`No link into the user acceptance instance: ${link.status} ${JSON.stringify(link.body)}`);
  return { address: uat.url, login: String(link.body['login']), password: String(link.body['password']), link: String(link.body['url']) };
}

async function save(frontend: Frontend, status: StatusBody, outDir: string): Promise<NonNullable<JobResult['zip']>> {
  const artifacts = status['artifacts'] as readonly { name: string; digest: string; mediaType: string }[];
  const zip = artifacts.findLast(({ mediaType }) => mediaType === 'application/zip');
  if (zip === undefined) throw new Error('The session is delivered but lists no zip');
  const bytes = await frontend.download(zip.digest);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== zip.digest) throw new Error(`The zip arrived damaged: sha256 ${digest}, expected ${zip.digest}`);
  await mkdir(outDir, { recursive: true });
  const path = join(resolve(outDir), basename(zip.name));
  await writeFile(path, bytes);
  return { path, digest, bytes: bytes.length };
}
