import { z } from 'zod/v4';
import type { Digest, Session } from '../domain/session.js';
import type { App } from './app.js';
import { putJson, readJson } from './stage-artifacts.js';

const entrySchema = z.object({
  /** Module before and after. */
  from: z.string(),
  to: z.string(),
  /** The writer's own words on what was changed. */
  explanation: z.string(),
  /** How many edits to the frozen tests were refused. */
  refusedTestEdits: z.number(),
  /** Of the errors before, without those that are of this module's business alone. */
  fingerprints: z.array(z.string()).default([]),
  /** What was changed, without anybody's words; null when that is no cure to learn from. */
  patch: z.string().nullable().default(null),
});

/** One repair of a module. */
export type RepairEntry = z.output<typeof entrySchema>;

const nameOf = (module: Digest): string => `repair-to-${module}.json`;

export async function recordRepair(app: App, session: Session, entry: RepairEntry): Promise<void> {
  await putJson(app, session, nameOf(entry.to), entry);
}

/** All repairs of the session, oldest first; also those that were given up for a better checkpoint. */
export async function repairsOf(app: App, session: Session): Promise<readonly RepairEntry[]> {
  const infos = (await app.artifacts.list(session.id)).filter(({ name }) => name.startsWith('repair-to-'));
  return Promise.all(infos.map(async ({ digest }) => entrySchema.parse(await readJson(app, session, digest))));
}
