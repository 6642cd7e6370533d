import { writeSpec } from '../../src/app/write-spec.js';
import { decodeTree } from '../../src/codegen/tree.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import type { Digest } from '../../src/domain/session.js';
import type { Reply } from '../fakes/scripted-openai.js';
import { SESSION, type LanguageApp } from './language-app.js';

/** What a model answers about the shelf module of shelf-spec.ts, and the way to where it is asked. */
export const MODEL_FILE = 'models/shelf_shelf.py';
export const TEST_BODY = "shelf = self.env['shelf.shelf'].create({'name': 'Oak', 'places': 10})\nself.assertEqual(shelf.size, 'large')";
export const COMPUTE_BODY = "for record in self:\n    record.size = 'large' if record.places >= 10 else 'small'";
export const tests = (code = TEST_BODY): Reply => ({ json: { bodies: [{ id: 'acceptance/AC-2', code }] } });
export const bodies = (code = COMPUTE_BODY): Reply => ({ json: { bodies: [{ id: 'shelf.shelf/compute/size', code }] } });
export const edit = (search: string, replace: string, path = MODEL_FILE): Reply => ({ json: { explanation: 'Changed it.', edits: [{ path, search, replace }], files: [], impossible: null } });

/** The session with a spec that a person has approved. */
export async function approvedIn(world: LanguageApp, spec: ModuleSpec, tokens?: number): Promise<void> {
  await world.submit({ spec, tokens });
  await writeSpec(world.app, SESSION);
  await world.approveSpec();
}

/** A stored tree of files, by path. */
export async function filesIn(world: LanguageApp, digest: Digest | null | undefined): Promise<Map<string, string>> {
  return new Map(decodeTree(Buffer.from(await world.text(digest ?? null))).map(({ path, content }) => [path, String(content)]));
}
