import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkflowNode {
  readonly name: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly position: readonly [number, number];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly webhookId?: string;
  readonly onError?: string;
  readonly credentials?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly WorkflowNode[];
  readonly connections: Readonly<Record<string, { readonly main: ReadonlyArray<ReadonlyArray<{ readonly node: string }>> }>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

export const ROOT = join(__dirname, '..', '..');
export const WORKFLOW_FILES = readdirSync(join(ROOT, 'workflows')).filter((file) => file.endsWith('.json')).sort();

export function readWorkflow(file: string): Workflow {
  return JSON.parse(readFileSync(join(ROOT, 'workflows', file), 'utf8')) as Workflow;
}

export const STICKY = 'n8n-nodes-base.stickyNote';
export const WEBHOOK = 'n8n-nodes-base.webhook';
export const OURS = 'n8n-nodes-odoo-module-builder.';
/** Our own webhook node: what the frontend calls. */
export const CALL = `${OURS}builderTrigger`;

/** All connections as pairs of node names. */
export function links({ connections }: Workflow): Array<readonly [from: string, to: string]> {
  return Object.entries(connections).flatMap(([from, { main }]) => main.flat().map(({ node }) => [from, node] as const));
}

/** The nodes that a node leads to. */
export function after({ nodes, connections }: Workflow, name: string): WorkflowNode[] {
  return (connections[name]?.main.flat() ?? []).flatMap((to) => nodes.filter((node) => node.name === to.node));
}
