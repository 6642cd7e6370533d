import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { administer } from '../../deployment/local/administer.js';
import { submit } from '../../src/app/api/submit.js';
import type { App } from '../../src/app/app.js';
import { runStage, type StageContext } from '../../src/app/run-stage.js';
import { sweep } from '../../src/app/sweep.js';
import { BuilderError } from '../../src/domain/errors.js';
import { NO_USAGE, type Command } from '../../src/domain/session.js';
import type { LiveMessage } from '../../src/ports/events.js';
import { testApp, UNUSED_MODEL } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await testDatabase();
  app = testApp(database, { model: UNUSED_MODEL }, { OMB_STAGE_LEASE_SECONDS: '1' });
});
afterAll(async () => {
  await app.events.close();
  await database.close();
});

const written: Command = { type: 'spec_written', spec: 'a'.repeat(64), changes: null, usage: NO_USAGE };

async function open(to = app): Promise<string> {
  const sessionId = `stage-${randomBytes(6).toString('hex')}`;
  expect(await submit(to, { headers: {}, query: {}, body: { sessionId, requirements: 'Words.' } })).toMatchObject({ status: 202 });
  return sessionId;
}

/** Works until it is told to stop. */
const untilAborted = ({ signal }: StageContext): Promise<Command> => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('a stage', () => {
  it('is worked on once, however many workers are sent', async () => {
    const id = await open();
    let runs = 0;
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        runStage(app, id, 'specifying', async () => {
          runs += 1;
          await sleep(100);
          return written;
        }),
      ),
    );
    expect(runs).toBe(1);
    expect(results.filter((each) => each !== null).map((each) => each.state)).toEqual(['spec_review']);
  });

  it('keeps its lease for longer than the lease lasts', async () => {
    const id = await open();
    const working = runStage(app, id, 'specifying', async () => (await sleep(1800), written));
    await sleep(1400);
    expect(await app.store.takeLease(id, 'specifying', 1000)).toBeNull();
    expect((await working)?.state).toBe('spec_review');
  });

  it('is stopped at once when its session is cancelled, and leaves nothing behind', async () => {
    const id = await open();
    const begun = performance.now();
    const working = runStage(app, id, 'specifying', untilAborted);
    await sleep(100);
    await app.store.apply(id, { type: 'cancel' });
    expect(await working).toBeNull();
    expect(performance.now() - begun).toBeLessThan(900);
    expect(await app.store.find(id)).toMatchObject({ state: 'cancelled', version: 2 });
  });

  it('commits without waiting for what it clears up, and returns when that has ended, well or not', async () => {
    const id = await open();
    const seen: (string | undefined)[] = [];
    const session = await runStage(app, id, 'specifying', ({ afterwards }) => {
      afterwards(async () => {
        await sleep(600);
        seen.push((await app.store.find(id))?.state);
      });
      afterwards(() => Promise.reject(new Error('Docker is away')));
      return Promise.resolve(written);
    });
    expect(session).toMatchObject({ state: 'spec_review', version: 2 });
    expect(seen).toEqual(['spec_review']);
  });

  it('ends as it should although every database connection is cut while it works and when it commits', async () => {
    // Of its own: a cut that comes late is not for the next test.
    const own = await testDatabase();
    const cutOff = testApp(own, { model: UNUSED_MODEL }, { OMB_STAGE_LEASE_SECONDS: '1' });
    const afterwards = new Pool({ connectionString: own.url, max: 1 });
    try {
      const id = await open(cutOff);
      const cut = () => administer(own.url, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
      let last = Promise.resolve();
      const session = await runStage(cutOff, id, 'specifying', async () => {
        await cut();
        await sleep(400);
        last = Promise.resolve().then(cut);
        return written;
      });
      expect(session).toMatchObject({ state: 'spec_review', version: 2 });
      await last;
      expect((await afterwards.query('SELECT seq FROM omb.session_event WHERE session_id = $1', [id])).rows).toHaveLength(2);
    } finally {
      await afterwards.end();
      await cutOff.events.close();
      await own.close();
    }
  });

  it('that comes back after another took over changes nothing', async () => {
    const id = await open();
    const late = await runStage(app, id, 'specifying', async () => {
      await database.pool.query('UPDATE omb.stage_lease SET fence = fence + 1 WHERE session_id = $1', [id]);
      return written;
    });
    expect(late).toBeNull();
    expect(await app.store.find(id)).toMatchObject({ state: 'specifying', version: 1 });
  });

  it('that fails for a passing reason is left to the sweep, three times, and counts what was paid', async () => {
    const id = await open();
    const fail = () =>
      runStage(app, id, 'specifying', async () => {
        throw new BuilderError('transient', 'llm_timeout', 'The language model did not answer in time.', { details: { usage: { inputTokens: 7, outputTokens: 0, llmCalls: 1 } } });
      });
    expect(await fail()).toMatchObject({ state: 'specifying', attempts: 1, note: { code: 'llm_timeout' } });
    expect((await sweep(app)).map((each) => each.sessionId)).not.toContain(id);
    await fail();
    expect(await fail()).toMatchObject({ state: 'failed', note: { code: 'llm_timeout', message: 'The language model did not answer in time. It was tried 3 times. Open a new session to try again.' }, usage: { inputTokens: 21, llmCalls: 3 } });
  });

  it('that fails for our own mistake says nothing of its inside', async () => {
    const session = await runStage(app, await open(), 'specifying', async () => {
      throw new TypeError('secret of /home/somebody');
    });
    expect(session).toMatchObject({ state: 'failed', note: { code: 'internal' } });
    expect(session?.note?.message).not.toContain('secret');
  });

  it('tells who watches what it is doing', async () => {
    const id = await open();
    const heard: LiveMessage[] = [];
    const stop = await app.events.subscribe(id, (message) => {
      // The word of the submission may still be on its way.
      if (message.kind === 'progress' || message.seq > 1) heard.push(message);
    });
    await runStage(app, id, 'specifying', async ({ progress }) => {
      await progress('x'.repeat(20_000));
      return written;
    });
    await sleep(100);
    await stop();
    expect(heard.map((each) => each.kind)).toEqual(['progress', 'transition']);
  });
});

describe('the sweep', () => {
  it('finds a stage whose worker died, once its lease has run out', async () => {
    const id = await open();
    await app.store.takeLease(id, 'specifying', 300);
    const age = () => database.pool.query("UPDATE omb.session SET touched_at = touched_at - interval '11 seconds' WHERE id = $1", [id]);
    await age();
    expect((await sweep(app)).map((each) => each.sessionId)).not.toContain(id);
    await sleep(350);
    expect((await sweep(app)).find((each) => each.sessionId === id)).toEqual({ stage: 'specifying', sessionId: id, version: 1 });
  });

  it('ends a session that nobody came back to', async () => {
    const id = await open();
    await database.pool.query("UPDATE omb.session SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
    await sweep(app);
    expect(await app.store.find(id)).toMatchObject({ state: 'expired', note: { code: 'expired' } });
  });
});
