import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Stage } from '../src/domain/session.js';
import type { SessionStore } from '../src/ports/session-store.js';

/** Longer than any section: the sweeper must not find a stage that nobody works on. */
const LEASE_MS = 3_600_000;

/**
 * Where the workflows post "work on this stage": between n8n and n8n. Open, it passes the call on. Closed, it answers
 * as the stage's webhook does and takes the stage's lease as a worker on another machine would, and the work is left:
 * so an acknowledgement is measured with its trigger, and without an Odoo starting beside it.
 */
export class StageDoor {
  private target: string | null = null;
  private store: Pick<SessionStore, 'takeLease'> | null = null;

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<StageDoor> {
    const server = createServer();
    const door = new StageDoor(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      door.handle(request).then((status) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'), () => response.writeHead(502).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return door;
  }

  /** For OMB_STAGE_BASE_URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  /** @param target n8n's production webhooks */
  open(target: string): void {
    this.target = target;
    this.store = null;
  }

  close(store: Pick<SessionStore, 'takeLease'>): void {
    this.store = store;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage): Promise<number> {
    const stage = /^\/webhook\/stage-([a-z-]+)$/.exec(request.url ?? '')?.[1]?.replaceAll('-', '_') as Stage | undefined;
    if (stage === undefined) return 404;
    const body = (await json(request)) as { readonly sessionId: string };
    if (this.store !== null) {
      await this.store.takeLease(body.sessionId, stage, LEASE_MS);
      return 200;
    }
    if (this.target === null) return 503;
    const { 'x-api-key': apiKey } = request.headers;
    const answer = await fetch(`${this.target}/stage-${stage.replaceAll('_', '-')}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': String(apiKey) }, body: JSON.stringify(body) });
    await answer.body?.cancel();
    return answer.status;
  }
}
