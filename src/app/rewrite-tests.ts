import { z } from 'zod/v4';
import { generateAcceptanceTests } from '../codegen/acceptance.js';
import { testSlots } from '../codegen/slots.js';
import { BuilderError } from '../domain/errors.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import type { Session } from '../domain/session.js';
import type { App } from './app.js';
import type { LanguageAccount } from './language-account.js';
import { rewriteTestsPrompt } from './prompts/rewrite-tests.js';
import { putJson, readJson } from './stage-artifacts.js';
import { writeSlots } from './write-slots.js';

/** The code of the tests that a language model wrote, by slot; beside the tests themselves, which are frozen. */
const WRITTEN = 'acceptance-bodies.json';
/** That it was asked for once: it is not asked for again. */
const ASKED = 'tests-rewritten.json';

const writtenSchema = z.record(z.string(), z.string());

export async function keepTestBodies(app: App, session: Session, bodies: ReadonlyMap<string, string>): Promise<void> {
  await putJson(app, session, WRITTEN, Object.fromEntries(bodies));
}

/** Acceptance tests in which some are new. */
export interface Rewritten {
  /** Ids of the criteria. */
  readonly criteria: readonly string[];
  readonly tests: readonly ModuleFile[];
}

/**
 * Tests that noticed none of the broken modules, written anew by whoever wrote them; once in a session. Their author sees the
 * specification and the test, not the module. A scenario is the person's own and stays.
 * @param vacuous ids of criteria
 * @returns null where there is nothing to write anew, nobody to do it, or the answer is no better: the tests stay then
 */
export async function rewriteTests(app: App, session: Session, spec: ModuleSpec, vacuous: readonly string[], account: LanguageAccount): Promise<Rewritten | null> {
  const slots = testSlots(spec).filter(({ id }) => vacuous.some((criterion) => id === `acceptance/${criterion}`));
  const kept = await app.artifacts.list(session.id);
  const written = kept.findLast(({ name }) => name === WRITTEN);
  if (slots.length === 0 || written === undefined || !account.available || kept.some(({ name }) => name === ASKED)) return null;
  const criteria = slots.map(({ id }) => id.slice('acceptance/'.length));
  await putJson(app, session, ASKED, criteria);
  const bodies = new Map(Object.entries(writtenSchema.parse(await readJson(app, session, written.digest))));
  try {
    // The judge is another than the coder, where there are two.
    const fresh = await writeSlots(app, account, 'rewrite-tests', slots, rewriteTestsPrompt(spec, slots, bodies), 'second');
    return { criteria, tests: generateAcceptanceTests(spec, new Map([...bodies, ...fresh])) };
  } catch (error) {
    // The module is green: what a language model does not manage takes nothing from it.
    if (error instanceof BuilderError && error.kind !== 'bug') return null;
    throw error;
  }
}
