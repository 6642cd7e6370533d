import { reviewCode } from '../../../src/app/api/review-code.js';
import { commandOperation } from '../../shared/command-operation.js';
import { decisionField, feedbackField, sessionIdField, tokenField } from '../../shared/request-fields.js';

export const review = commandOperation({
  value: 'review',
  name: 'Review Code',
  action: 'Review the code',
  description: 'Accept the module as it is, or say what to change',
  fields: [sessionIdField, tokenField, decisionField([{ name: 'Accept', value: 'accept' }, { name: 'Modify', value: 'modify' }]), feedbackField],
  handle: reviewCode,
});
