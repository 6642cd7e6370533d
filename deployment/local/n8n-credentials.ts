/** A credential as n8n's API takes it. `id` is the one that the workflow files name. */
export interface N8nCredential {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** As install-dependencies.sh sets it up. */
export const DOCKER_TLS_PORT = 2376;

export interface CredentialSources {
  /** postgres:// URL of the product's database (sessions, artifacts), not n8n's. */
  readonly productDatabaseUrl: string;
  readonly apiKey: string;
  /** Path of the Docker socket, or a host over mutual TLS. */
  readonly docker: string | { readonly host: string; readonly ca: string; readonly cert: string; readonly key: string };
  /** Left out: no language model; specifications then come as ModuleSpecs only. */
  readonly openAi?: { readonly apiKey: string; readonly baseUrl?: string };
}

/** The credentials that the workflows use; ids and names are those in `workflows/*.json`. */
export function n8nCredentials(sources: CredentialSources): N8nCredential[] {
  const db = new URL(sources.productDatabaseUrl);
  const credentials: N8nCredential[] = [
    {
      id: 'ombPostgres',
      name: 'Odoo Module Builder: database',
      type: 'postgres',
      data: {
        host: db.hostname,
        port: Number(db.port || 5432),
        database: decodeURIComponent(db.pathname.slice(1)),
        user: decodeURIComponent(db.username),
        password: decodeURIComponent(db.password),
        ssl: db.searchParams.get('sslmode') === 'require' ? 'require' : 'disable',
        allowUnauthorizedCerts: false,
        sshTunnel: false,
      },
    },
    { id: 'ombApiKey', name: 'Odoo Module Builder: API key', type: 'httpHeaderAuth', data: { name: 'X-API-Key', value: sources.apiKey } },
    {
      id: 'ombSandboxHost',
      name: 'Odoo Module Builder: Docker host',
      type: 'odooSandboxHostApi',
      data: dockerData(sources.docker),
    },
  ];
  if (sources.openAi) {
    credentials.push({
      id: 'ombOpenAi',
      name: 'Odoo Module Builder: language model',
      type: 'openAiApi',
      data: { apiKey: sources.openAi.apiKey, url: sources.openAi.baseUrl ?? 'https://api.openai.com/v1', header: false },
    });
  }
  return credentials;
}

function dockerData(docker: CredentialSources['docker']): Record<string, unknown> {
  if (typeof docker === 'string') return { connection: 'socket', socketPath: docker };
  return { connection: 'tls', host: docker.host, port: DOCKER_TLS_PORT, ca: docker.ca, cert: docker.cert, clientPrivateKey: docker.key };
}
