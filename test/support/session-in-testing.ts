import { randomBytes } from 'node:crypto';
import type { App } from '../../src/app/app.js';
import { encodeTree } from '../../src/codegen/tree.js';
import { moduleSpec } from '../../src/domain/module-spec/module-spec.js';
import { NO_USAGE, type Command, type Stage } from '../../src/domain/session.js';
import { shelfModule } from './shelf-module.js';

/** A session of its own in the state `testing`, with the module `shelf` and this test. */
export async function sessionInTesting(app: App, test: string): Promise<string> {
  const id = `testing-${randomBytes(6).toString('hex')}`;
  const put = (name: string, bytes: Uint8Array): Promise<string> => app.artifacts.put(id, name, 'application/json', bytes);
  const spec = moduleSpec.parse({ name: 'shelf', title: 'Shelf', summary: 'Shelves', acceptance: [{ id: 'AC-1', title: 'A shelf has a name', given: 'no shelf', when: 'one is made', then: 'it keeps its name' }] });
  const digests = { spec: await put('spec.json', Buffer.from(JSON.stringify(spec))), module: await put('module.json', encodeTree(shelfModule())) };
  const acceptanceTests = await put('tests.json', encodeTree([{ path: 'tests/__init__.py', content: 'from . import test_acceptance\n' }, { path: 'tests/test_acceptance.py', content: test }]));
  await app.store.create({ id, tokenDigest: 'a'.repeat(64), command: { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 2, tokens: 1000 }, requirements: null, spec: digests.spec, ttlSeconds: 3600 } });
  const step = async (stage: Stage, command: Command): Promise<void> => {
    const lease = (await app.store.takeLease(id, stage, 60_000)) ?? undefined;
    await app.store.apply(id, command, { lease });
  };
  await step('specifying', { type: 'spec_written', spec: digests.spec, changes: null, usage: NO_USAGE });
  await app.store.apply(id, { type: 'review_spec', decision: 'approve', feedback: null });
  await step('coding', { type: 'module_written', module: digests.module, acceptanceTests, usage: NO_USAGE });
  return id;
}
