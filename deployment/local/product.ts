import type { FrontendOptions } from './frontend.js';
import type { N8nRuntime } from './n8n-runtime.js';

/** What n8n and the gateway are started with, in one process or in queue mode. */
export interface ProductOptions {
  /** The project's folder. */
  readonly root: string;
  /** Logs, secrets and n8n's user folders. */
  readonly stateDir: string;
  /** The product's and n8n's databases, as postgres:// URLs. */
  readonly databaseUrl: string;
  readonly n8nDatabaseUrl: string;
  readonly runtime: N8nRuntime;
  readonly tarball: string;
  readonly openAi?: { readonly apiKey: string; readonly baseUrl?: string };
  readonly dockerSocket?: string;
  /** Where n8n, or nginx before it, answers on 127.0.0.1. */
  readonly port: number;
  /** And where the gateway does, unless nginx leads to it. */
  readonly gatewayPort: number;
  /** Settings of our nodes and the gateway, but for their own addresses. */
  readonly env: Readonly<Record<string, string>>;
  readonly onProgress?: (line: string) => void;
}

export interface Product {
  readonly frontend: FrontendOptions;
  /** `door`: what nginx asks before n8n does. */
  readonly editor: { readonly url: string; readonly email: string; readonly password: string; readonly door?: { readonly name: string; readonly password: string } };
  /** n8n's main process itself, past nginx; no slash at the end. */
  readonly n8nUrl: string;
  /** The processes that do the stages' work at this moment, each the leader of a process group: after a crash there are others. */
  workers(): Promise<readonly number[]>;
  readonly logs: readonly string[];
  stop(): Promise<void>;
}
