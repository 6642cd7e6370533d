import { BadRequestError, UnprocessableEntityError } from 'openai';

/** How a server is asked for JSON: by a schema that it keeps to, as any JSON, or in words alone. */
export type JsonMode = 'schema' | 'object' | 'words';

export interface Capabilities {
  readonly json: JsonMode;
  /** The newer name of the limit of output tokens, or the older one. */
  readonly limit: 'max_completion_tokens' | 'max_tokens';
}

/** What OpenAI's own server can. */
export const ALL: Capabilities = { json: 'schema', limit: 'max_completion_tokens' };

const WEAKER: Readonly<Record<JsonMode, JsonMode | null>> = { schema: 'object', object: 'words', words: null };

/** By address and model: what a process has found out stays with it. One refused request, which costs nothing, is the probe. */
const known = new Map<string, Capabilities>();

export const capabilitiesOf = (server: string): Capabilities => known.get(server) ?? ALL;
export const rememberCapabilities = (server: string, capabilities: Capabilities): void => void known.set(server, capabilities);

/** What is left to try after a refusal; null when the refusal is about something else. */
export function withoutRefused(capabilities: Capabilities, error: unknown): Capabilities | null {
  if (!(error instanceof BadRequestError || error instanceof UnprocessableEntityError)) return null;
  if (capabilities.limit === 'max_completion_tokens' && /max_completion_tokens/.test(error.message)) return { ...capabilities, limit: 'max_tokens' };
  // A schema with a mistake is ours to mend, and no lack of the server.
  if (/invalid schema/i.test(error.message) || !/response_format|json_schema|json_object|structured|guided/i.test(error.message)) return null;
  const json = WEAKER[capabilities.json];
  return json === null ? null : { ...capabilities, json };
}
