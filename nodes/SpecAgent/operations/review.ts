import { reviewSpec } from '../../../src/app/api/review-spec.js';
import { commandOperation } from '../../shared/command-operation.js';
import { decisionField, feedbackField, sessionIdField, tokenField } from '../../shared/request-fields.js';

export const review = commandOperation({
  value: 'review',
  name: 'Review Specification',
  action: 'Review a specification',
  description: 'Approve the specification, or say what to change',
  fields: [
    sessionIdField,
    tokenField,
    decisionField([{ name: 'Approve', value: 'approve' }, { name: 'Modify', value: 'modify' }, { name: 'Reject', value: 'reject' }]),
    feedbackField,
  ],
  handle: reviewSpec,
});
