import type { App } from '../app.js';
import { answer } from './answer.js';
import type { ApiRequest, ApiResponse } from './api.js';
import { requestBody } from './request-body.js';
import { parseRequest, specReview } from './requests.js';
import { commitReview } from './review.js';

/** POST /specification-feedback: approve the specification, say what to change, or drop the session. */
export function reviewSpec(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const { sessionId, version, decision, feedback } = parseRequest(specReview, requestBody(request));
    return commitReview(app, request, {
      sessionId,
      version,
      feedback: feedback === undefined ? null : { text: feedback, from: 'spec_review' },
      command: (digest) => ({ type: 'review_spec', decision, feedback: digest }),
    });
  });
}
