import type { FastifyReply } from 'fastify';
import { problem } from '../app/api/answer.js';
import type { ApiResponse } from '../app/api/api.js';

/** Sends what a handler answered. */
export function sendAnswer(reply: FastifyReply, { status, headers, body }: ApiResponse): FastifyReply {
  void reply.code(status).headers(headers);
  return body === null ? reply.send() : reply.send(JSON.stringify(body));
}

export const sendProblem = (reply: FastifyReply, error: unknown): FastifyReply => sendAnswer(reply, problem(error));
