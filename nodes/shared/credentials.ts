import type { INodeCredentialDescription } from 'n8n-workflow';
import { trigger } from './trigger-operation.js';

/** Whoever only triggers a stage needs the key of its webhook, and nothing else. */
const FOR_WORK = { hide: { operation: [trigger.value] } };

/**
 * Credentials of the nodes, in one place. `postgres`, `redis` and `openAiApi` are n8n's own types
 * (docs/decisions/0002-lint-overrides.md): an operator has them already, and a second type for the
 * same database would be one more secret to rotate.
 */
export const postgresCredential: INodeCredentialDescription = { name: 'postgres', required: true, displayOptions: FOR_WORK };
/** Live events between processes; Postgres carries them when it is left empty. */
export const redisCredential: INodeCredentialDescription = { name: 'redis', required: false, displayOptions: FOR_WORK };
/** What a ModuleSpec can say needs no language model. */
export const languageModelCredential: INodeCredentialDescription = { name: 'openAiApi', required: false, displayOptions: FOR_WORK };
/** Not required: n8n would not start a node without it, and then nobody could tell the person what is missing. */
export const optionalSandboxHostCredential: INodeCredentialDescription = { name: 'odooSandboxHostApi', required: false, displayOptions: FOR_WORK };
/** The one node that n8n asks to test the credential. */
export const testedSandboxHostCredential: INodeCredentialDescription = { name: 'odooSandboxHostApi', required: true, testedBy: 'sandboxHostTest' };
/** The API key that a call of the frontend has to bring, and the calls of the stages after it. */
export const callsKeyCredential: INodeCredentialDescription = { name: 'httpHeaderAuth', required: true };
/** The same, for the call from one stage to the next. */
export const apiKeyCredential: INodeCredentialDescription = { name: 'httpHeaderAuth', required: true, displayOptions: { show: { operation: [trigger.value] } } };
