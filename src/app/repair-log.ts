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
});

/** One repair of a module. */
export type RepairEntry = z.output<typeof entrySchema>;

const nameOf = (module: Digest): string => `repair-to-${module}.json`;

export async function recordRepair(app: App, session: Session, entry: RepairEntry): Promise<void> {
  await putJson(app, session, nameOf(entry.to), entry);
}

/** The repairs that led to this module, oldest first. */
export async function repairsBefore(app: App, session: Session, module: Digest): Promise<readonly RepairEntry[]> {
  const byName = new Map((await app.artifacts.list(session.id)).map((info) => [info.name, info.digest]));
  const entries: RepairEntry[] = [];
  const seen = new Set<Digest>();
  for (let at = module; !seen.has(at); ) {
    seen.add(at);
    const digest = byName.get(nameOf(at));
    if (digest === undefined) break;
    const entry = entrySchema.parse(await readJson(app, session, digest));
    entries.unshift(entry);
    at = entry.from;
  }
  return entries;
}
