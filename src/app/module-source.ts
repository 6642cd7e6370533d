import { decodeTree } from '../codegen/tree.js';
import { BuilderError } from '../domain/errors.js';
import type { ModuleFile } from '../domain/module-file.js';
import { moduleSpec, type ModuleSpec } from '../domain/module-spec/module-spec.js';
import type { Session } from '../domain/session.js';
import type { ArtifactStore } from '../ports/artifact-store.js';

/** The module of a session as it is tested, tried and delivered: its own files and its frozen acceptance tests. */
export interface ModuleSource {
  readonly spec: ModuleSpec;
  readonly files: readonly ModuleFile[];
  readonly tests: readonly ModuleFile[];
}

/** @throws BuilderError bug `artifact_missing` when the session names what the store does not have */
export async function loadModuleSource(artifacts: ArtifactStore, session: Session): Promise<ModuleSource> {
  const read = async (what: 'spec' | 'module' | 'acceptanceTests'): Promise<Uint8Array> => {
    const digest = session[what];
    const artifact = digest === null ? null : await artifacts.get(session.id, digest);
    if (!artifact) throw new BuilderError('bug', 'artifact_missing', `The session has no ${what === 'acceptanceTests' ? 'acceptance tests' : what}.`, { details: { what, digest } });
    return artifact.bytes;
  };
  const [spec, files, tests] = await Promise.all([read('spec'), read('module'), read('acceptanceTests')]);
  return { spec: moduleSpec.parse(JSON.parse(Buffer.from(spec).toString('utf8'))), files: decodeTree(files), tests: decodeTree(tests) };
}
