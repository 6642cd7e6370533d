import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { App } from '../app.js';
import { closeUat } from '../close-uat.js';
import { requireToken } from './access.js';
import { answer } from './answer.js';
import type { ApiRequest, ApiResponse } from './api.js';
import { requestBody } from './request-body.js';
import { invalidRequest, parseRequest, uatReview } from './requests.js';
import { commitReview, type Feedback } from './review.js';

/** POST /user-acceptance-result: approve what was tried, or reject it with remarks on its criteria. */
export function reviewUat(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const { sessionId, version, decision, feedback, remarks } = parseRequest(uatReview, requestBody(request));
    if (remarks !== undefined) await requireCriteria(app, request, sessionId, remarks);
    const said = feedback !== undefined || remarks !== undefined;
    return commitReview(
      app,
      request,
      {
        sessionId,
        version,
        feedback: said ? { text: feedback ?? '', ...(remarks === undefined ? {} : { remarks }), from: 'uat' } : null,
        command: (digest) => ({ type: 'review_uat', decision, feedback: digest }),
      },
      async () => {
        if (decision === 'reject') await closeUat(app, sessionId);
      },
    );
  });
}

/** Whether the session is one to remark on is the command's matter. @throws BuilderError user `invalid_request`, with each remark on what the specification does not have */
async function requireCriteria(app: App, request: ApiRequest, sessionId: string, remarks: NonNullable<Feedback['remarks']>): Promise<void> {
  await requireToken(app, request, sessionId);
  const digest = (await app.store.find(sessionId))?.spec ?? null;
  const spec = digest === null ? null : await app.artifacts.get(sessionId, digest);
  if (spec === null) return;
  const { acceptance } = JSON.parse(Buffer.from(spec.bytes).toString('utf8')) as ModuleSpec;
  const ids = acceptance.map(({ id }) => id);
  const mistakes = remarks.flatMap(({ criterion }, at) => (ids.includes(criterion) ? [] : [{ path: `remarks[${at}].criterion`, message: `The specification has no criterion ${criterion}.`, hint: `It has ${ids.join(', ')}. What belongs to none of them is said as feedback.` }]));
  if (mistakes.length > 0) throw invalidRequest(mistakes);
}
