import { systemClock } from '../../src/adapters/system-clock.js';
import type { App } from '../../src/app/app.js';
import { readConfig } from '../../src/config.js';
import { startGateway } from '../../src/gateway/server.js';
import { createLog } from '../../src/log.js';
import { MemoryEvents } from '../fakes/memory-events.js';
import { MemorySessionStore } from '../fakes/memory-session-store.js';
import { schemaMistakes } from '../support/openapi.js';

const ID = 'library-1';

/** The name by which the API's description knows what an event carries. */
const SCHEMAS: Readonly<Record<string, string>> = { transition: 'SessionEvent', progress: 'Progress' };

test('what a stream carries has the shapes that the API’s description gives them', async () => {
  const events = new MemoryEvents();
  const store = new MemorySessionStore(systemClock, events);
  await store.create({ id: ID, tokenDigest: '', command: { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 1, tokens: 1000 }, requirements: null, spec: null } });
  const gateway = await startGateway({ config: readConfig({}), log: createLog('silent'), events, store } as unknown as App, { host: '127.0.0.1', port: 0 });
  try {
    const stream = await fetch(`${gateway.url}/sessions/${ID}/events`, { headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
    await events.publish({ kind: 'progress', sessionId: ID, stage: 'specifying', message: 'Writing the specification', at: systemClock.now().toISOString() });
    // Ends the session, with a note.
    await store.apply(ID, { type: 'expire' });
    const blocks = (await stream.text()).split('\n\n').map((block) => new Map(block.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])));
    const seen = blocks.filter((block) => block.has('data')).map((block) => ({ name: block.get('event') ?? '', data: JSON.parse(block.get('data') ?? '') as unknown }));
    expect(seen.map(({ name }) => name).sort()).toEqual(['progress', 'transition', 'transition']);
    expect(seen.map(({ name, data }) => schemaMistakes(SCHEMAS[name] ?? '', data))).toEqual([[], [], []]);
  } finally {
    await gateway.close();
  }
});
