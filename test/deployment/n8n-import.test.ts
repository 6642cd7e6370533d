import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { N8nCredential } from '../../deployment/local/n8n-credentials.js';
import { importInto } from '../../deployment/local/n8n-import.js';
import type { ListedWorkflow, N8nApi, WorkflowFile } from '../../deployment/local/n8n-rest.js';

/** n8n's memory: what was created, changed and published. */
class FakeN8n implements N8nApi {
  readonly published = new Map<string, WorkflowFile>();
  readonly stored = new Map<string, N8nCredential>();
  readonly republished: string[] = [];
  writes = 0;
  undecryptable = false;

  workflows = async (): Promise<ListedWorkflow[]> => [...this.published.keys()].map((id) => ({ id, active: true }));
  workflow = async (id: string): Promise<WorkflowFile> => {
    const found = this.published.get(id);
    if (found === undefined) throw new Error(`n8n: no workflow ${id}`);
    return found;
  };
  republish = async ({ id }: WorkflowFile): Promise<void> => {
    this.republished.push(id);
  };
  credentials = async (): Promise<N8nCredential[]> => [...this.stored].map(([id, credential]) => ({ ...credential, id }));
  createCredential = async (credential: N8nCredential): Promise<string> => {
    const id = `given-${++this.writes}`;
    this.stored.set(id, credential);
    return id;
  };
  updateCredential = async (id: string, credential: N8nCredential): Promise<void> => {
    if (this.undecryptable) throw new Error('n8n: PATCH answered 500');
    this.writes++;
    this.stored.set(id, credential);
  };
  deleteCredential = async (id: string): Promise<void> => {
    this.stored.delete(id);
  };
  publish = async (workflow: WorkflowFile): Promise<void> => {
    this.writes++;
    this.published.set(workflow.id, workflow);
  };
}

const CREDENTIAL: N8nCredential = { id: 'ombPostgres', name: 'database', type: 'postgres', data: { password: 'one' } };
const WORKFLOW: WorkflowFile = {
  id: 'w1',
  name: 'W',
  nodes: [{ type: 'x', parameters: {}, credentials: { postgres: { id: 'ombPostgres', name: 'database' }, openAiApi: { id: 'ombOpenAi', name: 'model' } } }],
};
const INPUT = { workflows: [WORKFLOW], credentials: [CREDENTIAL], packageDigest: 'd1' };

let folder: string;
let n8n: FakeN8n;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-import-'));
  n8n = new FakeN8n();
});
afterEach(async () => rm(folder, { recursive: true }));

test('nodes name the credentials by the ids that n8n gave them; what is not configured is left out', async () => {
  expect(await importInto(n8n, folder, INPUT)).toEqual({ written: ['W'], kept: [] });
  expect(n8n.published.get('w1')?.nodes[0]?.credentials).toEqual({ postgres: { id: 'given-1', name: 'database' } });
});

test('a second start with nothing changed writes nothing', async () => {
  await importInto(n8n, folder, INPUT);
  const before = n8n.writes;
  expect(await importInto(n8n, folder, INPUT)).toBeNull();
  expect(n8n.writes).toBe(before);
});

test.each([
  ['workflow', { ...INPUT, workflows: [{ ...WORKFLOW, name: 'renamed' }] }],
  ['credential', { ...INPUT, credentials: [{ ...CREDENTIAL, data: { password: 'two' } }] }],
  ['package', { ...INPUT, packageDigest: 'd2' }],
])('a changed %s is imported over the old one', async (_, changed) => {
  await importInto(n8n, folder, INPUT);
  expect(await importInto(n8n, folder, changed)).toMatchObject({ kept: [] });
  expect([...n8n.stored.values()]).toEqual(changed.credentials);
  expect(n8n.published.get('w1')?.name).toBe(changed.workflows[0]?.name);
});

test('another, empty database is filled though the folder remembers an import', async () => {
  await importInto(n8n, folder, INPUT);
  n8n = new FakeN8n();
  expect(await importInto(n8n, folder, INPUT)).toEqual({ written: ['W'], kept: [] });
  expect([...n8n.published.keys()]).toEqual(['w1']);
});

test('a credential that n8n cannot decrypt any more is made anew', async () => {
  await importInto(n8n, folder, INPUT);
  n8n.undecryptable = true;
  await importInto(n8n, folder, { ...INPUT, packageDigest: 'd2' });
  expect([...n8n.stored.keys()]).toEqual(['given-3']);
  expect(n8n.published.get('w1')?.nodes[0]?.credentials).toEqual({ postgres: { id: 'given-3', name: 'database' } });
});

describe('a workflow that was edited in the editor', () => {
  const note = { name: 'Note', type: 'y', parameters: {} };
  const edit = (): void => {
    const theirs = n8n.published.get('w1') ?? WORKFLOW;
    n8n.published.set('w1', { ...theirs, nodes: [...theirs.nodes, note] });
  };
  const UPDATE = { ...INPUT, workflows: [{ ...WORKFLOW, name: 'renamed' }], packageDigest: 'd2' };

  test('stays as it is when its file changes, is published again, and what differs is told, every time', async () => {
    await importInto(n8n, folder, INPUT);
    edit();
    expect(await importInto(n8n, folder, UPDATE)).toEqual({ written: [], kept: [{ name: 'renamed', differences: ['the node "Note" was added'] }] });
    expect(n8n.published.get('w1')?.nodes).toContainEqual(note);
    expect(n8n.republished).toEqual(['w1']);
    expect(await importInto(n8n, folder, { ...UPDATE, packageDigest: 'd3' })).toMatchObject({ written: [] });
  });

  test('is written over when that is wanted', async () => {
    await importInto(n8n, folder, INPUT);
    edit();
    expect(await importInto(n8n, folder, { ...INPUT, replaceEdits: true })).toEqual({ written: ['W'], kept: [] });
    expect(n8n.published.get('w1')?.nodes).not.toContainEqual(note);
  });

  test('stays too when nobody remembers the import', async () => {
    await importInto(n8n, folder, INPUT);
    edit();
    await rm(join(folder, 'imported.json'));
    expect(await importInto(n8n, folder, INPUT)).toMatchObject({ written: [], kept: [{ name: 'W' }] });
  });
});
