import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { containersOf } from '../../support/docker.js';
import { MINUTE, until } from '../../support/journey.js';
import { testInPlainOdoo } from '../../support/plain-odoo.js';
import { shelfSpec } from '../../support/shelf-spec.js';
import { ROOT, type TestStack } from '../../support/stack.js';
import type { Frontend, StatusBody } from '../../../deployment/local/frontend.js';
import { specToYaml } from '../../../src/domain/module-spec/parse.js';

async function submitted(client: Frontend, spec = specToYaml(shelfSpec())): Promise<StatusBody> {
  const answer = await client.submit({ spec });
  expect(answer).toMatchObject({ status: 202, body: { sessionId: client.sessionId, state: 'specifying', token: expect.any(String) } });
  return until(client, 'spec_review');
}

/** A specification's whole way, and what may come in between. */
export function mainJob(started: () => TestStack): void {
  test('becomes a zip that installs in a second, plain Odoo with its tests green', async () => {
    const client = started().client();
    const review = await submitted(client, await readFile(join(ROOT, 'examples/library.yaml'), 'utf8'));
    expect((await client.reviewSpec('approve', { version: review.version })).status).toBe(202);
    const uat = await until(client, 'uat');
    expect(uat['report']).toMatchObject({ green: true });
    expect((await client.reviewUat('approve', { version: uat.version })).status).toBe(202);
    const delivered = await until(client, 'delivered');
    const zip = (delivered['artifacts'] as { mediaType: string; digest: string }[]).find(({ mediaType }) => mediaType === 'application/zip');
    const outcome = await testInPlainOdoo(await client.download(zip?.digest ?? ''), 'library_lending');
    expect(outcome).toMatchObject({ exitCode: 0, state: 'installed', failed: 0, errors: 0 });
    expect(outcome.run).toBeGreaterThan(5);
    expect(await containersOf(client.sessionId)).toEqual([]);
  }, 12 * MINUTE);

  test('the same command posted 50 times at once has one effect', async () => {
    const client = started().client();
    const review = await submitted(client);
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.reviewSpec('approve', { version: review.version })));
    const counts = Object.groupBy(answers, ({ status }) => String(status));
    expect(counts['202']).toHaveLength(1);
    expect(counts['409']).toHaveLength(49);
    expect(counts['409']?.[0]?.body).toMatchObject({ version: expect.any(Number), allowedActions: expect.any(Array) });
    const { rows } = await started().database.query('SELECT count(*)::int AS n FROM omb.session_event WHERE session_id = $1 AND type = $2', [client.sessionId, 'review_spec']);
    expect(rows[0].n).toBe(1);
    expect((await client.cancel()).status).toBe(202);
  }, 10 * MINUTE);

  test('cancelled in the middle of a test run leaves no container', async () => {
    const client = started().client();
    const review = await submitted(client);
    await client.reviewSpec('approve', { version: review.version });
    await until(client, 'testing');
    while ((await containersOf(client.sessionId)).length === 0) await sleep(50);
    expect((await client.cancel()).status).toBe(202);
    expect((await client.status()).state).toBe('cancelled');
    const end = Date.now() + 20_000;
    while ((await containersOf(client.sessionId)).length > 0 && Date.now() < end) await sleep(200);
    expect(await containersOf(client.sessionId)).toEqual([]);
    expect((await client.reviewUat('approve')).status).toBe(409);
  }, 10 * MINUTE);
}
