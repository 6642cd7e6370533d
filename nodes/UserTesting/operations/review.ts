import { reviewUat } from '../../../src/app/api/review-uat.js';
import { commandOperation } from '../../shared/command-operation.js';
import { decisionField, feedbackField, sessionIdField, tokenField } from '../../shared/request-fields.js';

export const review = commandOperation({
  value: 'review',
  name: 'Record Result',
  action: 'Record the user acceptance result',
  description: 'Approve the module, or send remarks that go back to the coder',
  fields: [sessionIdField, tokenField, decisionField([{ name: 'Approve', value: 'approve' }, { name: 'Reject', value: 'reject' }]), feedbackField],
  needs: { docker: true },
  handle: reviewUat,
});
