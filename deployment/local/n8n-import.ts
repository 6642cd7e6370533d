import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { N8nCredential } from './n8n-credentials.js';
import type { N8nApi, WorkflowFile, WorkflowNode } from './n8n-rest.js';
import { contentOf, differences } from './workflow-differences.js';

export interface ImportInput {
  readonly workflows: readonly WorkflowFile[];
  readonly credentials: readonly N8nCredential[];
  /** sha256 of the installed tarball: other node types, other publication. */
  readonly packageDigest: string;
  /** Workflows that were edited in the editor are written over too. */
  readonly replaceEdits?: boolean;
}

export interface Imported {
  /** Names of the workflows that were written and published. */
  readonly written: readonly string[];
  /** Those that somebody has edited, left as they are, with what differs from the file here. */
  readonly kept: readonly { readonly name: string; readonly differences: readonly string[] }[];
}

/** What was imported last. */
interface Memory {
  readonly input: string;
  /** By id, the digest of what n8n held right after the import: anything else is an edit. */
  readonly stored: Readonly<Record<string, string>>;
}

/** All workflow files of a folder, by file name. */
export async function readWorkflows(folder: string): Promise<WorkflowFile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as WorkflowFile));
}

/**
 * Brings credentials and workflows into the running n8n and publishes the workflows. What was imported last is remembered in
 * the user folder: nothing is done while nothing has changed, and a workflow that an operator has edited stays theirs.
 *
 * @returns null when there was nothing to do
 */
export async function importInto(rest: N8nApi, userFolder: string, input: ImportInput): Promise<Imported | null> {
  const file = join(userFolder, 'imported.json');
  const digest = digestOf({ ...input, replaceEdits: undefined });
  const memory = await remembered(file);
  const known = new Map((await rest.workflows()).map((workflow) => [workflow.id, workflow]));
  // The database is asked too: it may be another one than at the last start.
  const published = input.workflows.every(({ id }) => known.get(id)?.active);
  if (published && memory.input === digest && input.replaceEdits !== true) return null;

  const ids = await importCredentials(rest, input.credentials);
  const written: string[] = [];
  const kept: { name: string; differences: string[] }[] = [];
  const stored: Record<string, string> = {};
  for (const workflow of input.workflows) {
    const wanted = withCredentials(workflow, ids);
    const listed = known.get(workflow.id);
    const current = listed === undefined ? null : await rest.workflow(workflow.id);
    const before = memory.stored[workflow.id];
    const isEdited = current !== null && (before === undefined ? differences(current, wanted).length > 0 : digestOf(contentOf(current)) !== before);
    if (current !== null && isEdited && input.replaceEdits !== true) {
      kept.push({ name: workflow.name, differences: differences(current, wanted) });
      if (before !== undefined) stored[workflow.id] = before;
      // Of an older package it may have been published in vain.
      if (listed?.active === true) await rest.republish(current);
      continue;
    }
    await rest.publish(wanted, listed);
    stored[workflow.id] = digestOf(contentOf(await rest.workflow(workflow.id)));
    written.push(workflow.name);
  }
  await writeFile(file, JSON.stringify({ input: digest, stored } satisfies Memory));
  return { written, kept };
}

async function remembered(file: string): Promise<Memory> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? { input: '', stored: {} } : (JSON.parse(text) as Memory);
}

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

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
