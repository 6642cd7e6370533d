import { status as handle } from '../../../src/app/api/status.js';
import { commandOperation } from '../../shared/command-operation.js';
import { sessionIdField, tokenField } from '../../shared/request-fields.js';

export const status = commandOperation({
  value: 'status',
  name: 'Get Status',
  action: 'Get the status of a session',
  description: 'State, version, allowed actions, specification, report and links of a session',
  fields: [sessionIdField, tokenField],
  handle,
});
