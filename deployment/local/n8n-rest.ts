import type { N8nCredential } from './n8n-credentials.js';

/** A workflow file: what n8n's editor exports. Members that are not named here pass through. */
export interface WorkflowFile {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly WorkflowNode[];
  readonly [member: string]: unknown;
}

export interface WorkflowNode {
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
  readonly [member: string]: unknown;
}

export interface ListedWorkflow {
  readonly id: string;
  readonly active: boolean;
  readonly isArchived?: boolean;
}

/** What an import needs of n8n. */
export interface N8nApi {
  workflows(): Promise<ListedWorkflow[]>;
  /** As it stands in the editor. */
  workflow(id: string): Promise<WorkflowFile>;
  credentials(): Promise<Pick<N8nCredential, 'id' | 'name' | 'type'>[]>;
  /** @returns the id that n8n gave it. */
  createCredential(credential: N8nCredential): Promise<string>;
  updateCredential(id: string, credential: N8nCredential): Promise<void>;
  deleteCredential(id: string): Promise<void>;
  /** Writes a workflow under the id of its file and publishes that version; its webhooks answer at once. */
  publish(workflow: WorkflowFile, known: ListedWorkflow | undefined): Promise<void>;
  /** Publishes the version that is published already again: what the nodes' package can do may have changed. */
  republish(workflow: WorkflowFile): Promise<void>;
}

/**
 * The editor's own API, as the owner. It is what imports in one boot: the command line needs a boot for each kind
 * of thing and a stopped n8n to publish; the public API needs an API key made by hand and takes no workflow ids.
 */
export class N8nRest implements N8nApi {
  private constructor(private readonly baseUrl: string, private readonly cookie: string) {}

  /** @throws Error when n8n refuses the account. */
  static async login(baseUrl: string, owner: { email: string; password: string }): Promise<N8nRest> {
    const response = await fetch(`${baseUrl}/rest/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ emailOrLdapLoginId: owner.email, password: owner.password }),
    });
    if (!response.ok) throw new Error(`n8n refused the owner's login: ${response.status} ${await response.text()}`);
    const cookie = response.headers.getSetCookie().map((line) => line.split(';', 1)[0]).join('; ');
    return new N8nRest(baseUrl, cookie);
  }

  async workflows(): Promise<ListedWorkflow[]> {
    return await this.call<ListedWorkflow[]>('GET', '/workflows');
  }

  async workflow(id: string): Promise<WorkflowFile> {
    return await this.call<WorkflowFile>('GET', `/workflows/${id}`);
  }

  async credentials(): Promise<Pick<N8nCredential, 'id' | 'name' | 'type'>[]> {
    return await this.call('GET', '/credentials');
  }

  async createCredential({ name, type, data }: N8nCredential): Promise<string> {
    return (await this.call<{ id: string }>('POST', '/credentials', { name, type, data })).id;
  }

  async updateCredential(id: string, { name, type, data }: N8nCredential): Promise<void> {
    await this.call('PATCH', `/credentials/${id}`, { name, type, data });
  }

  async deleteCredential(id: string): Promise<void> {
    await this.call('DELETE', `/credentials/${id}`);
  }

  async publish(workflow: WorkflowFile, known: ListedWorkflow | undefined): Promise<void> {
    const { id, name, nodes, connections, settings, description, pinData } = workflow;
    const content = { name, nodes, connections, settings, description, pinData };
    if (known?.isArchived) await this.call('POST', `/workflows/${id}/unarchive`, {});
    const saved = known
      ? await this.call<{ versionId: string }>('PATCH', `/workflows/${id}`, content)
      : await this.call<{ versionId: string }>('POST', '/workflows', { id, ...content });
    await this.call('POST', `/workflows/${id}/activate`, { versionId: saved.versionId });
  }

  async republish({ id, activeVersionId, versionId }: WorkflowFile): Promise<void> {
    await this.call('POST', `/workflows/${id}/activate`, { versionId: activeVersionId ?? versionId });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.baseUrl}/rest${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`n8n: ${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    return ((await response.json()) as { data: T }).data;
  }
}
