import { submit as handle } from '../../../src/app/api/submit.js';
import { commandOperation } from '../../shared/command-operation.js';
import { requirementsField, sessionIdField, specField } from '../../shared/request-fields.js';

export const submit = commandOperation({
  value: 'submit',
  name: 'Submit Requirements',
  action: 'Submit requirements',
  description: 'Check requirements or a ModuleSpec, open the session and answer at once',
  fields: [sessionIdField, requirementsField, specField],
  needs: { languageModel: true },
  handle,
});
