import type { App } from '../app.js';
import { answer } from './answer.js';
import type { ApiRequest, ApiResponse } from './api.js';
import { requestBody } from './request-body.js';
import { codeReview, parseRequest } from './requests.js';
import { commitReview } from './review.js';

/** POST /coding-feedback: what to change in the module, or accept it as it is. `modify` without feedback means: try again. */
export function reviewCode(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const { sessionId, version, decision, feedback } = parseRequest(codeReview, requestBody(request));
    return commitReview(app, request, {
      sessionId,
      version,
      feedback: feedback === undefined ? null : { text: feedback, from: 'code_review' },
      command: (digest) => ({ type: 'review_code', decision, feedback: digest }),
    });
  });
}
