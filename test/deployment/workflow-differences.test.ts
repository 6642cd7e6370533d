import type { WorkflowFile } from '../../deployment/local/n8n-rest.js';
import { differences } from '../../deployment/local/workflow-differences.js';

const SHIPPED: WorkflowFile = {
  id: 'w', name: 'W', connections: { A: {} }, settings: { timezone: 'UTC' },
  nodes: [{ name: 'A', type: 'a', parameters: { path: 'x' }, position: [0, 0] }, { name: 'B', type: 'b', parameters: {} }],
};
const [A, B] = SHIPPED.nodes;

test('what n8n adds of its own is no difference', () => {
  expect(differences({ ...SHIPPED, settings: { timezone: 'UTC', binaryMode: 'separate' }, versionId: '1', tags: [] }, SHIPPED)).toEqual([]);
});

test('nodes that were added, taken out and changed, connections and settings are each told', () => {
  const edited = { ...SHIPPED, connections: {}, settings: { timezone: 'Europe/Vienna' }, nodes: [{ ...A, parameters: { path: 'y' }, position: [9, 9] }, { name: 'C', type: 'c', parameters: {} }] } as WorkflowFile;
  expect(differences(edited, SHIPPED)).toEqual([
    'the node "C" was added', 'the node "B" was taken out', 'the node "A" has other parameters, position', 'nodes are connected in another way', 'the workflow’s settings are others',
  ]);
  expect(differences({ ...SHIPPED, nodes: [A, { ...B, disabled: true }] as WorkflowFile['nodes'] }, SHIPPED)).toEqual(['the node "B" has other disabled']);
});
