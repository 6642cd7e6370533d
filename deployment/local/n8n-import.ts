import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { N8nCredential } from './n8n-credentials.js';
import type { N8nApi, WorkflowFile, WorkflowNode } from './n8n-rest.js';

export interface ImportInput {
  readonly workflows: readonly WorkflowFile[];
  readonly credentials: readonly N8nCredential[];
  /** sha256 of the installed tarball: other node types, other publication. */
  readonly packageDigest: string;
}

/** All workflow files of a folder, by file name. */
export async function readWorkflows(folder: string): Promise<WorkflowFile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as WorkflowFile));
}

/**
 * Brings credentials and workflows into the running n8n and publishes the workflows, once: what was imported last is
 * remembered by digest in the user folder, so edits made in the editor stay until the files here change.
 *
 * @returns whether anything was imported.
 */
export async function importInto(rest: N8nApi, userFolder: string, input: ImportInput): Promise<boolean> {
  const memory = join(userFolder, 'imported.sha256');
  const digest = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  const known = new Map((await rest.workflows()).map((workflow) => [workflow.id, workflow]));
  // The database is asked too: it may be another one than at the last start.
  const published = input.workflows.every(({ id }) => known.get(id)?.active);
  if (published && (await readFile(memory, 'utf8').catch(() => '')) === digest) return false;

  const ids = await importCredentials(rest, input.credentials);
  for (const workflow of input.workflows) await rest.publish(withCredentials(workflow, ids), known.get(workflow.id));
  await writeFile(memory, digest);
  return true;
}

/** @returns n8n's id for each id that the workflow files use; n8n chooses the ids of credentials itself. */
async function importCredentials(rest: N8nApi, credentials: readonly N8nCredential[]): Promise<Map<string, string>> {
  const existing = await rest.credentials();
  const ids = new Map<string, string>();
  for (const credential of credentials) {
    const found = existing.find(({ name, type }) => name === credential.name && type === credential.type);
    ids.set(credential.id, found ? await replaceCredential(rest, found.id, credential) : await rest.createCredential(credential));
  }
  return ids;
}

/** In place, so that an operator's own workflows keep it; anew when its old content cannot be decrypted any more. */
async function replaceCredential(rest: N8nApi, id: string, credential: N8nCredential): Promise<string> {
  try {
    await rest.updateCredential(id, credential);
    return id;
  } catch {
    await rest.deleteCredential(id);
    return await rest.createCredential(credential);
  }
}

/** The workflow with n8n's credential ids; references to credentials that are not configured here are left out. */
export function withCredentials(workflow: WorkflowFile, ids: ReadonlyMap<string, string>): WorkflowFile {
  return { ...workflow, nodes: workflow.nodes.map((node) => nodeWithCredentials(node, ids)) };
}

function nodeWithCredentials(node: WorkflowNode, ids: ReadonlyMap<string, string>): WorkflowNode {
  if (!node.credentials) return node;
  const credentials = Object.entries(node.credentials).flatMap(([type, reference]) => {
    const id = ids.get(reference.id);
    return id === undefined ? [] : [[type, { id, name: reference.name }] as const];
  });
  return { ...node, credentials: Object.fromEntries(credentials) };
}
