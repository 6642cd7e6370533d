import type { App } from '../app.js';
import { closeUat } from '../close-uat.js';
import { answer } from './answer.js';
import type { ApiRequest, ApiResponse } from './api.js';
import { requestBody } from './request-body.js';
import { parseRequest, uatReview } from './requests.js';
import { commitReview } from './review.js';

/** POST /user-acceptance-result: approve what was tried, or reject it with remarks on its criteria. */
export function reviewUat(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const { sessionId, version, decision, feedback, remarks } = parseRequest(uatReview, requestBody(request));
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
