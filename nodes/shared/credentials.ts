import type { INodeCredentialDescription } from 'n8n-workflow';

/**
 * Credentials of the nodes, in one place. `postgres`, `redis` and `openAiApi` are n8n's own types
 * (docs/decisions/0002-lint-overrides.md): an operator has them already, and a second type for the
 * same database would be one more secret to rotate.
 */
export const postgresCredential: INodeCredentialDescription = { name: 'postgres', required: true };
/** Live events between processes; Postgres carries them when it is left empty. */
export const redisCredential: INodeCredentialDescription = { name: 'redis', required: false };
/** What a ModuleSpec can say needs no language model. */
export const languageModelCredential: INodeCredentialDescription = { name: 'openAiApi', required: false };
export const sandboxHostCredential: INodeCredentialDescription = { name: 'odooSandboxHostApi', required: true };
/** For operations that clean up at once where they can; the reaper does it otherwise. */
export const optionalSandboxHostCredential: INodeCredentialDescription = { name: 'odooSandboxHostApi', required: false };
/** The one node that n8n asks to test the credential. */
export const testedSandboxHostCredential: INodeCredentialDescription = { name: 'odooSandboxHostApi', required: true, testedBy: 'sandboxHostTest' };
