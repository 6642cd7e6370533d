import type { App } from '../app.js';
import { requireToken, sessionNotFound } from './access.js';
import { answer, json } from './answer.js';
import type { ApiRequest, ApiResponse } from './api.js';
import { notModified } from './etag.js';
import { parseRequest, statusRequest } from './requests.js';
import { lineOf, sessionView } from './session-view.js';

/** GET /session-status?sessionId=: all that a frontend shows of a session. The ETag is its version, and its place in the line while it waits in one. */
export function status(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const { sessionId: id } = parseRequest(statusRequest, request.query);
    await requireToken(app, request, id);
    const session = await app.store.find(id);
    if (session === null) throw sessionNotFound();
    const line = await lineOf(app, session);
    const etag = line === null ? `"${session.version}"` : `"${session.version}-${line.place}"`;
    const headers = { etag, 'cache-control': 'private, no-cache' };
    if (notModified(request, etag)) return { status: 304, headers, body: null, next: null };
    return json(200, await sessionView(app, session, line), headers);
  });
}
