import { randomBytes } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { DockerPool } from '../../nodes/DockerPool/DockerPool.node.js';
import { SpecAgent } from '../../nodes/SpecAgent/SpecAgent.node.js';
import { TestingAgent } from '../../nodes/TestingAgent/TestingAgent.node.js';
import { specToYaml } from '../../src/domain/module-spec/parse.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { testApp } from '../support/app.js';
import { runNode } from '../support/run-node.js';
import { sessionInTesting } from '../support/session-in-testing.js';
import { shelfSpec } from '../support/shelf-spec.js';

/** Our nodes in n8n's own engine, one node a workflow, as somebody tries them in the editor. */
let database: TestDatabase;
let postgres: ICredentialDataDecryptedObject;
beforeAll(async () => {
  database = await testDatabase();
  const url = new URL(database.url);
  postgres = { host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), user: url.username, password: decodeURIComponent(url.password), ssl: 'disable' };
});
afterAll(() => database.close());

const nowhere: ICredentialDataDecryptedObject = { connection: 'socket', socketPath: '/nowhere/docker.sock' };
const newId = (): string => `node-${randomBytes(6).toString('hex')}`;
const submit: IDataObject = { operation: 'submit', source: 'fields', sessionId: '={{ $json.id }}', spec: '={{ $json.spec }}', requirements: '={{ $json.requirements ?? "" }}' };

describe('a node without the credential that it needs', () => {
  test('says which one to choose', async () => {
    const { error } = await runNode({ node: new SpecAgent(), parameters: { operation: 'status', source: 'fields', sessionId: 'abcdefgh', token: 'none' }, items: [{}] });
    expect(error).toEqual({ name: 'NodeOperationError', message: 'This node has no database: choose a credential of the type "Postgres".', context: expect.objectContaining({ itemIndex: 0 }) });
  });

  test('says so of a Docker host', async () => {
    const { error } = await runNode({ node: new DockerPool(), parameters: { operation: 'status' }, items: [{}], credentials: { postgres } });
    expect(error).toMatchObject({ name: 'NodeOperationError', message: 'This node has no Docker host: choose a credential of the type "Odoo Sandbox Host".' });
  });

  test('is started all the same where it can tell the person: n8n itself would stop at a credential that is required', () => {
    expect(new TestingAgent().description.credentials?.filter(({ required }) => required).map(({ name }) => name)).toEqual(['postgres', 'httpHeaderAuth']);
  });

  test('says so in the item when it is told to go on', async () => {
    const { error, items } = await runNode({ node: new TestingAgent(), parameters: { operation: 'test', sessionId: 'abcdefgh' }, items: [{}, {}], onError: 'continueRegularOutput' });
    expect(error).toBeNull();
    expect(items).toEqual([0, 1].map((item) => ({ json: { problem: expect.objectContaining({ type: 'urn:odoo-module-builder:database_not_configured', detail: expect.stringContaining('"Postgres"') }) }, pairedItem: { item } })));
  });
});

describe('items', () => {
  test('are answered one by one, each beside the item that it comes from; a bad one does not stop the others', async () => {
    const good = (): IDataObject => ({ id: newId(), spec: specToYaml(shelfSpec()) });
    const sent = [good(), { id: 'short', spec: 'name: 1' }, good(), { id: newId(), spec: '', requirements: 'Shelves.' }];
    const { error, items } = await runNode({ node: new SpecAgent(), parameters: submit, items: sent, credentials: { postgres } });
    expect(error).toBeNull();
    expect(items.map(({ pairedItem }) => pairedItem)).toEqual(sent.map((_, item) => ({ item })));
    const answers = items.map(({ json }) => json as unknown as { http: { status: number; body: { type?: string } }; next: { sessionId: string } | null });
    expect(answers.map(({ http }) => http.status)).toEqual([202, 400, 202, 400]);
    expect(answers.map(({ next }) => next?.sessionId)).toEqual([sent[0]?.['id'], undefined, sent[2]?.['id'], undefined]);
    expect(answers[3]?.http.body.type).toBe('urn:odoo-module-builder:llm_not_configured');
  });

  test('that fail stop the node with a sentence and their number', async () => {
    const { error, items } = await runNode({ node: new DockerPool(), parameters: { operation: 'release', leaseId: '={{ $json.leaseId }}' }, items: [{ leaseId: crypto.randomUUID() }, { leaseId: 'mine' }], credentials: { postgres, odooSandboxHostApi: nowhere } });
    expect(error).toMatchObject({ name: 'NodeOperationError', message: '"mine" is no id of a lease.', context: { itemIndex: 1 } });
    expect(items).toEqual([]);
  });

  test('that fail are problems beside the others when the node is told to go on', async () => {
    const { error, items } = await runNode({ node: new DockerPool(), parameters: { operation: 'release', leaseId: '={{ $json.leaseId }}' }, items: [{ leaseId: 'mine' }, { leaseId: crypto.randomUUID() }], credentials: { postgres, odooSandboxHostApi: nowhere }, onError: 'continueRegularOutput' });
    expect(error).toBeNull();
    expect(items).toEqual([
      { json: { problem: expect.objectContaining({ status: 400, detail: '"mine" is no id of a lease.' }) }, pairedItem: { item: 0 } },
      { json: { leaseId: expect.any(String), released: true }, pairedItem: { item: 1 } },
    ]);
  });

  test('of an operation that is not there are told so', async () => {
    const { error } = await runNode({ node: new SpecAgent(), parameters: { operation: 'guess' }, items: [{}], credentials: { postgres } });
    expect(error).toMatchObject({ name: 'NodeOperationError', message: 'The operation "guess" does not exist' });
  });
});

describe('a Docker host that is away', () => {
  test('is shown as such by the pool', async () => {
    const { items } = await runNode({ node: new DockerPool(), parameters: { operation: 'status' }, items: [{}], credentials: { postgres, odooSandboxHostApi: nowhere } });
    expect(items).toMatchObject([{ json: { name: 'local', state: 'unreachable', detail: expect.stringMatching(/does not answer.*Is Docker running there/) }, pairedItem: { item: 0 } }]);
  });

  test('gives no place, at once and with the reason, however long one would wait', async () => {
    const { error } = await runNode({ node: new DockerPool(), parameters: { operation: 'acquire', sessionId: newId(), purpose: 'test', ttl: 60, wait: 3600 }, items: [{}], credentials: { postgres, odooSandboxHostApi: nowhere } });
    expect(error).toMatchObject({ name: 'NodeOperationError', message: expect.stringMatching(/^No Docker host answers: .*Is Docker running there/) });
  });
});

describe('a Testing Agent without its Docker host', () => {
  test.each<[string, Readonly<Record<string, null>>]>([
    ['nobody chose one', {}],
    ['the chosen credential is gone', { odooSandboxHostApi: null }],
  ])('(%s) tells the person in the session what is missing, and waits', async (_, docker) => {
    const app = testApp(database);
    const id = await sessionInTesting(app, '');
    const { error, items } = await runNode({ node: new TestingAgent(), parameters: { operation: 'test', sessionId: id }, items: [{}], credentials: { postgres, ...docker } });
    expect(error).toBeNull();
    expect(items).toMatchObject([{ json: { sessionId: id, state: 'code_review', next: null } }]);
    expect((await app.store.find(id))?.note).toMatchObject({ code: 'docker_not_configured', message: expect.stringContaining('"Odoo Sandbox Host"') });
    await app.events.close();
  }, 60_000);
});
