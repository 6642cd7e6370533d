'use strict';

/**
 * External hook of n8n (EXTERNAL_HOOK_FILES): what n8n itself answers on our webhooks before any node runs (a body
 * that is not JSON, a wrong API key, a body too large) becomes problem+json (RFC 9457) like every other answer. And the
 * API key of our webhooks stays out of n8n's executions.
 * n8n parses bodies before the workflow starts; the Webhook node's version 1 can leave them alone, at the price of a
 * third of the throughput.
 */

/** Our own webhooks; what other workflows on the same n8n answer is left as it is. */
const OURS = /^\/webhook\/(specification-agent|specification-feedback|coding-feedback|user-acceptance-result|session-cancel|session-status|stage-[a-z-]+)(\?|$)/;
/** Where n8n answers by itself when no workflow has the path: a frontend that mistyped one of ours shall understand. */
const ANY_WEBHOOK = /^\/webhook\//;

const URN = 'urn:odoo-module-builder:';

/** By the status that n8n chose; anything else is an error inside. `status` replaces n8n's where it is the wrong one. */
const PROBLEMS = {
  403: { code: 'api_key_wrong', title: 'The API key is missing or wrong', detail: 'Send the key of this installation in the header X-API-Key.' },
  404: { code: 'no_such_endpoint', title: 'There is nothing at this address', detail: 'The method or the path is wrong, or the workflow behind it is not published.' },
  413: { code: 'body_too_large', title: 'The request is too large', detail: 'A body may have 1 MiB.' },
  // n8n says this while it starts, and while its database is away; it comes back by itself some 15 s after the database.
  503: { code: 'database_unavailable', title: 'Something this service needs is not available right now', detail: 'n8n or its database does not answer at the moment. Nothing was changed; try again in a few seconds.' },
  422: { code: 'not_json', status: 400, title: 'The request cannot be accepted as it is', detail: 'The body is not JSON. Send a JSON object, with the header Content-Type: application/json.' },
};

const NOT_UNPACKED = {
  type: `${URN}not_unpacked`,
  title: 'The request cannot be accepted as it is',
  status: 400,
  detail: 'The packed body (Content-Encoding) cannot be read: it is broken, or too large when it is unpacked. Send it as it is.',
};

function problemFor(statusCode) {
  const known = PROBLEMS[statusCode];
  if (known === undefined) return { type: `${URN}internal`, title: 'An error inside the service', status: statusCode, detail: 'An unexpected error happened. Try again, or tell the operator.' };
  const { code, title, detail, status = statusCode } = known;
  return { type: URN + code, title, status, detail };
}

/** n8n's word for a path that no workflow has; a 404 of somebody's workflow says something else. */
const NOT_REGISTERED = /is not registered/;

/** What Node reads from a socket at once. */
const FIRST_PIECE_BYTES = 64 * 1024;

/** n8n answers 500 for a body that it could not read, whatever the reason: what was sent tells. */
function problemOf(request, bytesBefore, statusCode) {
  if (statusCode !== 500) return problemFor(statusCode);
  const limit = Number(process.env.N8N_PAYLOAD_SIZE_MAX ?? 16) * 1024 * 1024;
  // Without a length: n8n stops to read at its limit, so that much has come by then; the first piece came with the head.
  const length = Math.max(Number(request.headers['content-length'] ?? 0), request.socket.bytesRead - bytesBefore + FIRST_PIECE_BYTES);
  if (length > limit) return problemFor(413);
  return request.headers['content-encoding'] === undefined ? problemFor(500) : NOT_UNPACKED;
}

/**
 * Makes this response turn n8n's own errors into problem+json; an answer of our nodes passes as it is, and on others'
 * webhooks everything but n8n's word that there is none. Head and body of an error are held back until its end, because
 * compression sends the head first.
 */
function rewriteErrors(request, response) {
  const { end, write, writeHead } = response;
  const bytesBefore = request.socket.bytesRead;
  const isOurs = OURS.test(request.url);
  const isError = () => (isOurs ? response.statusCode >= 400 : response.statusCode === 404);
  let isReleased = false;
  const isHeld = () => !isReleased && !response.headersSent && isError() && !String(response.getHeader('content-type') ?? '').startsWith('application/problem+json');
  const heldHeads = [];
  const heldBody = [];

  /** As it would have gone without us. */
  const release = (args) => {
    isReleased = true;
    for (const rest of heldHeads) writeHead.call(response, response.statusCode, ...rest);
    for (const piece of heldBody) write.apply(response, piece);
    return end.apply(response, args);
  };

  response.writeHead = (statusCode, ...rest) => {
    response.statusCode = statusCode;
    if (!isHeld()) return writeHead.call(response, statusCode, ...rest);
    heldHeads.push(rest);
    return response;
  };
  response.write = (...args) => {
    if (!isHeld()) return write.apply(response, args);
    heldBody.push(args);
    return true;
  };
  response.end = (...args) => {
    if (!isHeld()) return end.apply(response, args);
    const words = [...heldBody, args].map(([piece]) => (typeof piece === 'string' || Buffer.isBuffer(piece) ? piece.toString() : '')).join('');
    if (!isOurs && !NOT_REGISTERED.test(words)) return release(args);
    const problem = problemOf(request, bytesBefore, response.statusCode);
    const body = JSON.stringify(problem);
    response.statusCode = problem.status;
    if (problem.status === 503) response.setHeader('retry-after', '5');
    for (const header of ['etag', 'content-encoding', 'transfer-encoding']) response.removeHeader(header);
    response.setHeader('content-type', 'application/problem+json');
    response.setHeader('content-length', Buffer.byteLength(body));
    return end.call(response, body);
  };
}

/**
 * n8n writes the headers of a request into its database with the execution, and keeps them for an hour or more, whatever
 * it is told to save. What is not enumerable is not written; the webhook's own check asks for the header by its name, and
 * finds it.
 */
function hideKey({ headers }) {
  const key = headers['x-api-key'];
  if (key !== undefined) Object.defineProperty(headers, 'x-api-key', { value: key, enumerable: false });
}

module.exports = {
  n8n: {
    ready: [
      /** `app` is n8n's server object; listeners of the http server run in order, ours before Express. */
      async (app) => {
        app.server.prependListener('request', (request, response) => {
          if (OURS.test(request.url)) hideKey(request);
          if (ANY_WEBHOOK.test(request.url)) rewriteErrors(request, response);
        });
      },
    ],
  },
  rewriteErrors,
  OURS,
};
