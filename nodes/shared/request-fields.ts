import type { INodeProperties } from 'n8n-workflow';

/** Where a command comes from: the item of the Webhook node before, or fields (by hand, or by an AI agent). */
export const sourceField: INodeProperties = {
  displayName: 'Source',
  name: 'source',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Webhook Item', value: 'webhook', description: 'The item of the Webhook node before this one: headers, query and body' },
    { name: 'Fields Below', value: 'fields', description: 'Fields of this node, for use by hand or as a tool of an AI agent' },
  ],
  default: 'webhook',
};

const shown = { show: { source: ['fields'] } };

export const sessionIdField: INodeProperties = {
  displayName: 'Session ID',
  name: 'sessionId',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. order-2041-library',
  description: '8 to 64 letters, digits, dashes or underscores; new for each session',
  displayOptions: shown,
};

export const tokenField: INodeProperties = {
  displayName: 'Session Token',
  name: 'token',
  type: 'string',
  typeOptions: { password: true },
  required: true,
  default: '',
  description: 'The token that the answer to the first request of this session carried',
  displayOptions: shown,
};

export const feedbackField: INodeProperties = {
  displayName: 'Feedback',
  name: 'feedback',
  type: 'string',
  typeOptions: { rows: 4 },
  default: '',
  description: 'What should be different, in plain words',
  displayOptions: shown,
};

const DECISION: INodeProperties = { displayName: 'Decision', name: 'decision', type: 'options', options: [], default: '', displayOptions: shown };

export function decisionField(decisions: ReadonlyArray<{ readonly name: string; readonly value: string }>): INodeProperties {
  return { ...DECISION, options: [...decisions], default: decisions[0]?.value ?? '' };
}

export const requirementsField: INodeProperties = {
  displayName: 'Requirements',
  name: 'requirements',
  type: 'string',
  typeOptions: { rows: 6 },
  default: '',
  description: 'What the module should do, in plain words (needs a language model)',
  displayOptions: shown,
};

export const specField: INodeProperties = {
  displayName: 'Module Specification',
  name: 'spec',
  type: 'string',
  typeOptions: { rows: 6 },
  default: '',
  description: 'A ModuleSpec as YAML or JSON instead of requirements: needs no language model',
  displayOptions: shown,
};
