import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

import { BuilderTrigger } from '../../nodes/BuilderTrigger/BuilderTrigger.node.js';
import { CALLS as KNOWN_CALLS } from '../../nodes/BuilderTrigger/calls.js';
import { WORKING_STATES } from '../../src/domain/session.js';
import { after, CALL, links, OURS, readWorkflow, ROOT, STICKY, WEBHOOK, WORKFLOW_FILES, type WorkflowNode } from './workflow-files.js';

const WORKFLOWS = WORKFLOW_FILES.map(readWorkflow);
const NODES = WORKFLOWS.flatMap(({ nodes }) => nodes);
const CALLS = NODES.filter(({ type }) => type === CALL);
const STAGES = NODES.filter(({ type }) => type === WEBHOOK);
const WEBHOOKS = [...CALLS, ...STAGES];

/** Nodes of n8n itself with the versions that 2.41 has and these files use. */
const BUILT_IN: Readonly<Record<string, readonly number[]>> = {
  'n8n-nodes-base.webhook': [2.1],
  'n8n-nodes-base.scheduleTrigger': [1.2],
  'n8n-nodes-base.stickyNote': [1],
};

/** Node types of the package, as its manifest lists them: `dist/nodes/SpecAgent/…` is `specAgent`. */
function ownNodeTypes(): string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
  return manifest.n8n.nodes.map((file) => file.split('/')[2] ?? '').map((name) => name.charAt(0).toLowerCase() + name.slice(1));
}

/** Values of the `operation` parameter that a node's source declares. */
function operationsOf(nodeType: string): string[] {
  const folder = nodeType.charAt(0).toUpperCase() + nodeType.slice(1);
  const source = readFileSync(join(ROOT, 'nodes', folder, `${folder}.node.ts`), 'utf8');
  const list = /OPERATIONS = \[([^\]]*)\]/.exec(source)?.[1] ?? '';
  return list.split(',').map((name) => name.trim());
}

test('the four workflows of the product and its maintenance are there', () => {
  expect(WORKFLOW_FILES).toEqual(['coding-agent.json', 'session-maintenance.json', 'specification-agent.json', 'testing-agent.json', 'user-testing.json']);
});

test.each(WORKFLOW_FILES)('the deployment imports %s itself, not a copy', (file) => {
  expect(realpathSync(join(ROOT, 'deployment', 'n8n', 'workflows', file))).toBe(realpathSync(join(ROOT, 'workflows', file)));
});

test('ids are unique across workflows, names within each', () => {
  expect(new Set(WORKFLOWS.map(({ id }) => id)).size).toBe(WORKFLOWS.length);
  const hooks = WEBHOOKS.map(({ webhookId }) => webhookId);
  expect(hooks).not.toContain(undefined);
  expect(new Set(hooks).size).toBe(hooks.length);
  for (const { nodes } of WORKFLOWS) expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
});

test('every node is of a known type, version and operation', () => {
  const own = ownNodeTypes();
  for (const { type, typeVersion, parameters } of NODES) {
    if (type === CALL) {
      expect(KNOWN_CALLS.map(({ value }) => value)).toContain(parameters['call']);
      expect(typeVersion).toBe(new BuilderTrigger().description.version);
    } else if (type.startsWith(OURS)) {
      const name = type.slice(OURS.length);
      expect(own).toContain(name);
      expect(operationsOf(name)).toContain(parameters['operation']);
    } else {
      expect(BUILT_IN[type]).toContain(typeVersion);
    }
  }
});

test.each(WORKFLOWS)('$name: every connection ends at a node, and every node is reached from a trigger', (workflow) => {
  const names = new Set(workflow.nodes.map(({ name }) => name));
  const all = links(workflow);
  for (const [from, to] of all) expect([names.has(from), names.has(to)]).toEqual([true, true]);

  const reached = new Set(workflow.nodes.filter(isTrigger).map(({ name }) => name));
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [from, to] of all) if (reached.has(from)) reached.add(to);
  }
  const unreached = workflow.nodes.filter(({ type, name }) => type !== STICKY && !reached.has(name));
  expect(unreached).toEqual([]);
});

test('every public webhook is a path of openapi.yaml, and the other way round', () => {
  const { paths } = load(readFileSync(join(ROOT, 'schemas', 'openapi.yaml'), 'utf8')) as { paths: Record<string, Record<string, unknown>> };
  const documented = Object.entries(paths)
    // Served by the gateway, past n8n.
    .filter(([path]) => !path.startsWith('/sessions/'))
    .flatMap(([path, methods]) => Object.keys(methods).filter((method) => /^(get|post|put|patch|delete)$/.test(method)).map((method) => `${method.toUpperCase()} ${path}`));
  const served = CALLS.map(({ parameters }) => `${String(parameters['httpMethod'] ?? 'GET')} /${String(parameters['path'])}`);
  expect(served.sort()).toEqual(documented.sort());
});

test('every working state has a webhook that triggers its stage', () => {
  const stages = STAGES.map(({ parameters }) => `${String(parameters['httpMethod'])} ${String(parameters['path'])}`);
  expect(stages.sort()).toEqual(WORKING_STATES.map((state) => `POST stage-${state.replaceAll('_', '-')}`).sort());
});

test('no webhook answers without the API key', () => {
  for (const { credentials } of WEBHOOKS) expect(credentials).toHaveProperty('httpHeaderAuth');
  for (const { parameters } of STAGES) expect(parameters['authentication']).toBe('headerAuth');
});

test('what n8n itself refuses on a public webhook is answered as problem+json', () => {
  const { OURS: covered } = jest.requireActual<{ OURS: RegExp }>('../../deployment/n8n/runtime/problem-json.hook.cjs');
  for (const { parameters } of WEBHOOKS) expect(`/webhook/${String(parameters['path'])}`).toMatch(covered);
});

test('a stage reads the id of its session from the call, and nothing else', () => {
  for (const workflow of WORKFLOWS) {
    for (const { name } of workflow.nodes.filter(({ type }) => type === WEBHOOK)) {
      expect(after(workflow, name)).toMatchObject([{ type: expect.stringContaining(OURS), parameters: { sessionId: '={{ $json.body.sessionId }}' } }]);
    }
  }
});

test('each path is answered by its own call', () => {
  expect(Object.fromEntries(CALLS.map(({ parameters }) => [parameters['path'], parameters['call']]))).toEqual({
    'specification-agent': 'submit', 'specification-feedback': 'reviewSpec', 'coding-feedback': 'reviewCode', 'user-acceptance-result': 'reviewUat', 'session-cancel': 'cancel', 'session-status': 'status',
  });
});

test('what the frontend calls has no expression: n8n would spend more on it than on the whole answer', () => {
  for (const { parameters } of CALLS) expect(JSON.stringify(parameters)).not.toMatch(/"=/);
});

test('what a stage leaves, and what the sweep finds, triggers the next stage; a sweep that cannot fails in sight', () => {
  const works = WORKFLOWS.flatMap((workflow) => workflow.nodes.filter(({ parameters }) => ['write', 'test', 'open', 'deliver', 'sweep'].includes(String(parameters['operation']))).map((node) => ({ workflow, node })));
  expect(works).toHaveLength(6);
  for (const { workflow, node } of works) {
    const sweeps = node.parameters['operation'] === 'sweep';
    expect(after(workflow, node.name)).toMatchObject([{ parameters: { operation: 'trigger' } }]);
    expect(after(workflow, node.name)[0]?.onError).toBe(sweeps ? undefined : 'continueRegularOutput');
  }
});

test('no secret is written in a workflow: credentials are named, not contained', () => {
  for (const { credentials, parameters } of NODES) {
    for (const reference of Object.values(credentials ?? {})) expect(Object.keys(reference).sort()).toEqual(['id', 'name']);
    expect(JSON.stringify(parameters)).not.toMatch(/password|apiKey|secret|bearer|sk-[A-Za-z0-9]|[A-Za-z0-9+/]{40,}/i);
  }
});

test('executions that succeed leave no request behind in the database of n8n', () => {
  for (const { settings } of WORKFLOWS) {
    expect(settings).toMatchObject({ saveDataSuccessExecution: 'none', saveExecutionProgress: false, timezone: 'UTC', executionOrder: 'v1', callerPolicy: 'none' });
  }
});

function isTrigger({ type }: WorkflowNode): boolean {
  return type === CALL || type === WEBHOOK || type === 'n8n-nodes-base.scheduleTrigger';
}
