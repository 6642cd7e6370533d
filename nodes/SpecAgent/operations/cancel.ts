import { cancel as handle } from '../../../src/app/api/cancel.js';
import { commandOperation } from '../../shared/command-operation.js';
import { sessionIdField, tokenField } from '../../shared/request-fields.js';

export const cancel = commandOperation({
  value: 'cancel',
  name: 'Cancel Session',
  action: 'Cancel a session',
  description: 'End a session and remove everything that runs for it',
  fields: [sessionIdField, tokenField],
  needs: { docker: true },
  handle,
});
