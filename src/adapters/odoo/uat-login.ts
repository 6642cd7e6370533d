import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod/v4';
import { BuilderError } from '../../domain/errors.js';
import { UAT_DATABASE } from './uat-database.js';

/** The first login after a start loads Odoo's registry and hashes the password. */
const TIMEOUT_MS = 30_000;
const answer = z.object({ result: z.object({ uid: z.number().int() }) });

export interface OdooLogin {
  /** Its Unix socket, or the door that leads to it by `host`, like `http://127.0.0.1:5676`. */
  readonly at: { readonly socketPath: string } | { readonly door: string };
  /** Host and port as the browser names them. */
  readonly host: string;
  readonly login: string;
  readonly password: string;
}

/**
 * Logs in at a live Odoo where it answers; resolves to the value of Odoo's `session_id` cookie.
 * @throws BuilderError transient `uat_not_answering`
 */
export async function loginToOdoo(input: OdooLogin): Promise<string> {
  try {
    const response = await post(input, { jsonrpc: '2.0', method: 'call', params: { db: UAT_DATABASE, login: input.login, password: input.password } });
    answer.parse(await json(response));
    const cookie = response.headers['set-cookie']?.map((line) => /^session_id=([\w.-]+)/.exec(line)?.[1]).findLast((value) => value !== undefined);
    if (cookie === undefined) throw new Error('Odoo set no session cookie');
    return cookie;
  } catch (error) {
    throw new BuilderError('transient', 'uat_not_answering', 'The Odoo of this session does not answer at the moment.', { cause: error });
  }
}

function post(input: OdooLogin, body: unknown): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request(
      { ...way(input.at), path: '/web/session/authenticate', method: 'POST', headers: { host: input.host, 'content-type': 'application/json' }, signal: AbortSignal.timeout(TIMEOUT_MS) },
      resolve,
    );
    call.on('error', reject);
    call.end(JSON.stringify(body));
  });
}

function way(at: OdooLogin['at']): { readonly socketPath: string } | { readonly hostname: string; readonly port: string } {
  if ('socketPath' in at) return at;
  const { hostname, port } = new URL(at.door);
  return { hostname, port };
}
