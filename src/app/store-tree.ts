import { encodeTree } from '../codegen/tree.js';
import type { ModuleFile } from '../domain/module-file.js';
import type { Digest, Session } from '../domain/session.js';
import type { App } from './app.js';

/** A tree of files in the artifact store; equal trees have equal digests. */
export async function storeTree(app: App, session: Session, name: string, files: readonly ModuleFile[]): Promise<Digest> {
  return app.artifacts.put(session.id, name, 'application/octet-stream', encodeTree([...files]));
}
