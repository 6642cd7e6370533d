import { decodeTree } from '../codegen/tree.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { Session } from '../domain/session.js';
import type { Verdict } from '../domain/verdict.js';
import type { App } from './app.js';
import { readJson } from './stage-artifacts.js';

/**
 * The last revision of the session's module before this one that was green: a person had it in hands, and may have entered
 * something. What a repair replaces, nobody had. Nothing at all when there is none.
 */
export async function earlierRevision(app: App, session: Session): Promise<{ readonly earlier?: readonly ModuleFile[] }> {
  const present = session.module;
  for (const { digest, name } of (await app.artifacts.list(session.id)).toReversed()) {
    if (name !== 'verdict.json') continue;
    const { green, moduleDigest } = (await readJson(app, session, digest)) as Verdict;
    if (!green || moduleDigest === present) continue;
    const tree = await app.artifacts.get(session.id, moduleDigest);
    if (tree !== null) return { earlier: decodeTree(tree.bytes) };
  }
  return {};
}
