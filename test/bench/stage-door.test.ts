import { createServer } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { StageDoor } from '../../bench/stage-door.js';

describe('the door between n8n and its stages', () => {
  let door: StageDoor;
  beforeEach(async () => void (door = await StageDoor.listen()));
  afterEach(() => door.stop());

  const trigger = (path = 'stage-opening-uat'): Promise<Response> => fetch(`${door.url}/${path}`, { method: 'POST', headers: { 'x-api-key': 'key', 'content-type': 'application/json' }, body: '{"sessionId":"s-1","version":4}' });

  test('open, it passes the call on with its key and answers what was answered', async () => {
    const seen: unknown[] = [];
    const n8n = createServer((request, response) => {
      void json(request).then((body) => {
        seen.push([request.method, request.url, request.headers['x-api-key'], body]);
        response.writeHead(201).end();
      });
    }).listen(0, '127.0.0.1');
    await once(n8n, 'listening');
    door.open(`http://127.0.0.1:${(n8n.address() as AddressInfo).port}/webhook`);
    expect((await trigger()).status).toBe(201);
    expect(seen).toEqual([['POST', '/webhook/stage-opening-uat', 'key', { sessionId: 's-1', version: 4 }]]);
    n8n.closeAllConnections();
    n8n.close();
  });

  test('closed, it takes the stage\'s lease and leaves the work', async () => {
    const leases: unknown[] = [];
    door.close({ takeLease: async (...args) => (leases.push(args.slice(0, 2)), null) });
    expect((await trigger()).status).toBe(200);
    expect(leases).toEqual([['s-1', 'opening_uat']]);
  });

  test('anything but a stage is not there', async () => {
    expect((await trigger('specification-agent')).status).toBe(404);
  });
});
