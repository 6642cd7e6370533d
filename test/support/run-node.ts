import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import { createRunExecutionData, Workflow, type ICredentialDataDecryptedObject, type IDataObject, type INodeExecutionData, type INodeType, type INodeTypes, type IWorkflowBase, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';

// What a test makes go wrong need not be told on the terminal too; read when n8n, or our nodes, log for the first time.
process.env['N8N_LOG_LEVEL'] = 'silent';
process.env['OMB_LOG_LEVEL'] = 'silent';

export interface RunNode {
  readonly node: INodeType;
  readonly parameters: IDataObject;
  readonly items: readonly IDataObject[];
  /** By type; a type that is left out is one that nobody chose in the editor, null one that is gone since. */
  readonly credentials?: Readonly<Record<string, ICredentialDataDecryptedObject | null>>;
  readonly onError?: 'continueRegularOutput';
}

export interface NodeRun {
  readonly items: readonly INodeExecutionData[];
  readonly error: { readonly name: string; readonly message: string; readonly context?: IDataObject } | null;
}

/** Runs one node on these items by n8n's own engine. */
export async function runNode({ node, parameters, items, credentials = {}, onError }: RunNode): Promise<NodeRun> {
  const type = `test.${node.description.name}`;
  const chosen = Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }]));
  const workflowData: IWorkflowBase = { id: 'test', name: 'test', active: false, isArchived: false, createdAt: new Date(), updatedAt: new Date(), activeVersionId: null, nodes: [], connections: {} };
  const workflow = new Workflow({
    id: 'test', active: false, connections: {}, nodeTypes: { getByName: () => node, getByNameAndVersion: () => node, getKnownTypes: () => ({}) } satisfies INodeTypes,
    nodes: [{ id: 'node', name: 'Node', type, typeVersion: 1, position: [0, 0], parameters: parameters as never, credentials: chosen, ...(onError === undefined ? {} : { onError }) }],
  });
  const additionalData = {
    credentialsHelper: { isCredentialUsableByNode: () => true, getDecrypted: (_: unknown, { name }: { name: string }) => (credentials[name] === null ? Promise.reject(new Error(`There is no credential ${name}`)) : Promise.resolve(credentials[name])) },
    hooks: new ExecutionLifecycleHooks('manual', 'test', workflowData),
    currentNodeExecutionIndex: 0,
    webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
    formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
  } as unknown as IWorkflowExecuteAdditionalData;
  const start = workflow.getNode('Node');
  if (start === null) throw new Error('The node is not in its workflow');
  const data = createRunExecutionData({ executionData: { nodeExecutionStack: [{ node: start, data: { main: [items.map((json) => ({ json }))] }, source: null }] } });
  const { resultData } = (await new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(workflow)).data;
  const error = resultData.error ?? null;
  return { items: resultData.runData['Node']?.[0]?.data?.['main']?.[0] ?? [], error: error && { name: error.name, message: error.message, ...('context' in error ? { context: error.context as IDataObject } : {}) } };
}
