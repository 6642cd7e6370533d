import type { ApiRequest, ApiResponse } from '../../src/app/api/api.js';
import { cancel } from '../../src/app/api/cancel.js';
import { reviewCode } from '../../src/app/api/review-code.js';
import { reviewSpec } from '../../src/app/api/review-spec.js';
import { reviewUat } from '../../src/app/api/review-uat.js';
import { status } from '../../src/app/api/status.js';
import { submit } from '../../src/app/api/submit.js';
import type { App } from '../../src/app/app.js';
import type { Needs } from '../shared/app-of.js';

interface Call {
  readonly value: string;
  readonly name: string;
  readonly description: string;
  readonly needs: Needs;
  handle(app: App, request: ApiRequest): Promise<ApiResponse>;
}

/** What a frontend may call; `value` is the node's parameter. */
export const CALLS: readonly Call[] = [
  { value: 'cancel', name: 'Cancel Session', description: 'End a session and remove everything that runs for it', needs: { docker: true }, handle: cancel },
  { value: 'status', name: 'Get Status', description: 'State, version, allowed actions, specification, report and links of a session', needs: {}, handle: status },
  { value: 'reviewUat', name: 'Record Acceptance Result', description: 'Approve the module, or send remarks that go back to the coder', needs: { docker: true }, handle: reviewUat },
  { value: 'reviewCode', name: 'Review Code', description: 'Accept the module as it is, or say what to change', needs: {}, handle: reviewCode },
  { value: 'reviewSpec', name: 'Review Specification', description: 'Approve the specification, or say what to change', needs: {}, handle: reviewSpec },
  { value: 'submit', name: 'Submit Requirements', description: 'Check requirements or a ModuleSpec, open the session and answer at once', needs: { languageModel: true }, handle: submit },
];
