import type { INodeProperties } from 'n8n-workflow';

/** The host of the pool that an operation is about. */
export const hostNameField: INodeProperties = { displayName: 'Host Name', name: 'hostName', type: 'string', required: true, default: '', placeholder: 'docker-2', description: 'As Get Status lists it' };
