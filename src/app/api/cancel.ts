import type { App } from '../app.js';
import { closeUat } from '../close-uat.js';
import { answer } from './answer.js';
import type { ApiRequest, ApiResponse } from './api.js';
import { requestBody } from './request-body.js';
import { cancelRequest, parseRequest } from './requests.js';
import { commitReview } from './review.js';

/** POST /session-cancel: ends the session; work under way is stopped and everything that runs for it is removed. */
export function cancel(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const { sessionId, version } = parseRequest(cancelRequest, requestBody(request));
    return commitReview(app, request, { sessionId, version, feedback: null, command: () => ({ type: 'cancel' }) }, () => closeUat(app, sessionId));
  });
}
