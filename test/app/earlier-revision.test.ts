import { encodeTree } from '../../src/codegen/tree.js';
import { earlierRevision } from '../../src/app/earlier-revision.js';
import type { App } from '../../src/app/app.js';
import type { Session } from '../../src/domain/session.js';
import { MemoryArtifactStore } from '../fakes/memory-artifact-store.js';
import { sampleVerdict } from '../support/verdict.js';

const tree = (text: string) => [{ path: 'models/book.py', content: text }];

/** A session whose revisions were found so; the last one is the present one. */
async function after(...verdicts: readonly (readonly [text: string, green: boolean])[]) {
  const artifacts = new MemoryArtifactStore();
  const put = async (text: string): Promise<string> => artifacts.put('s', 'module.json', 'application/json', encodeTree(tree(text)));
  for (const [text, green] of verdicts) {
    const moduleDigest = await put(text);
    await artifacts.put('s', 'verdict.json', 'application/json', Buffer.from(JSON.stringify(sampleVerdict({ green, moduleDigest }))));
  }
  const session = { id: 's', module: await put('present') } as Session;
  return earlierRevision({ artifacts } as unknown as App, session);
}

test('the earlier revision is the last one that was green, for a person had it in hands', async () => {
  expect(await after(['first', true], ['second', true], ['repaired', false])).toEqual({ earlier: tree('second') });
});

test('there is none where every earlier one was red, and none that is the present one itself', async () => {
  expect(await after(['first', false])).toEqual({});
  expect(await after(['present', true])).toEqual({});
  expect(await after()).toEqual({});
});
