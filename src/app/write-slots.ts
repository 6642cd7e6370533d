import { z } from 'zod/v4';
import type { BodySlot } from '../codegen/slots.js';
import { BuilderError } from '../domain/errors.js';
import type { Completion, Message } from '../ports/language-model.js';
import type { App } from './app.js';
import { checkBodies } from './check-bodies.js';
import type { LanguageAccount, Writer } from './language-account.js';
import { mendBodiesPrompt } from './prompts/mend-bodies.js';

/** Output tokens for all bodies of a module, reasoning included. */
const BODY_TOKENS = 24_000;

const answerSchema = z.strictObject({ bodies: z.array(z.strictObject({ id: z.string(), code: z.string() })) });
const { $schema: _, ...jsonSchema } = z.toJSONSchema(answerSchema);

/**
 * The code of all slots in one call, checked by a real CPython, with one repair.
 * @throws BuilderError user `code_not_written` with what is still wrong, and what the account throws
 */
export async function writeSlots(app: App, account: LanguageAccount, purpose: string, slots: readonly BodySlot[], messages: readonly Message[], writer: Writer = 'first'): Promise<ReadonlyMap<string, string>> {
  const ask = (asked: readonly Message[], why: string): Promise<Completion> =>
    account.complete({ purpose: why, messages: asked, schema: { name: 'bodies', jsonSchema }, maxOutputTokens: BODY_TOKENS }, writer);

  const first = await ask(messages, purpose);
  const draft = await judged(app, slots, first.json);
  if (draft.problems.length === 0) return draft.bodies;
  const second = await ask(mendBodiesPrompt(messages, first.text, draft.problems), `${purpose}-mend`);
  const mended = await judged(app, slots, second.json);
  if (mended.problems.length === 0) return mended.bodies;
  throw new BuilderError('user', 'code_not_written', 'The language model did not manage to write what the specification says in words. Say it in simpler words, or as expressions and scenarios. What is wrong:', {
    mistakes: mended.problems.map((message) => ({ path: '', message })),
  });
}

async function judged(app: App, slots: readonly BodySlot[], json: unknown): Promise<{ readonly bodies: ReadonlyMap<string, string>; readonly problems: readonly string[] }> {
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return { bodies: new Map(), problems: ['The answer does not have the asked form: {"bodies": [{"id", "code"}]}.'] };
  const bodies = new Map(answer.data.bodies.map(({ id, code }) => [id, code]));
  const wanted = new Set(slots.map((slot) => slot.id));
  const foreign = [...bodies.keys()].filter((id) => !wanted.has(id)).map((id) => `${id}: nobody asked for this.`);
  return { bodies, problems: [...foreign, ...(await checkBodies(app, slots, bodies))] };
}
