import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Frontend, StatusBody } from '../../deployment/local/frontend.js';
import { containersOf } from '../support/docker.js';
import { DockerDoor } from '../support/docker-door.js';
import { expectSentence } from '../support/for-a-person.js';
import { testImages } from '../support/images.js';
import { approved, MINUTE, until } from '../support/journey.js';
import { startTestStack, type TestStack } from '../support/stack.js';

/** Where the nodes look for Docker; away at first. */
let folder: string;
let docker: DockerDoor;

/** A tag of the sandbox image that is not there until a test gives it. */
const absent = { repo: 'omb-sandbox-absent', tag: randomBytes(4).toString('hex') };
const IMAGE = `${absent.repo}:${absent.tag}`;
const imageIsLoaded = (): Promise<unknown> => new Docker().getImage(testImages().sandbox).tag(absent);

let stack: TestStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-docker-'));
  docker = new DockerDoor(join(folder, 'docker.sock'));
  stack = await startTestStack({ dockerSocket: docker.path, env: { OMB_SANDBOX_IMAGE: IMAGE, OMB_STAGE_RETRY_SECONDS: '1', OMB_CHECKS: '' } });
}, 5 * MINUTE);

afterAll(async () => {
  await stack?.stop();
  await docker.close();
  await new Docker().getImage(IMAGE).remove().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}, MINUTE);

/** How often the stage was tried, from the session's own history. */
async function failedRuns(client: Frontend): Promise<number> {
  const { rows } = await stack.database.query<{ n: number }>("SELECT count(*)::int AS n FROM omb.session_event WHERE session_id = $1 AND type = 'stage_failed'", [client.sessionId]);
  return rows[0]?.n ?? 0;
}

/** Waits for a person, who is told what the operator has to do; the evidence stands in brackets. */
function expectWaiting(status: StatusBody, code: string, words: RegExp): void {
  expect(status).toMatchObject({ state: 'code_review', note: { code }, report: null, allowedActions: ['coding-feedback:accept', 'coding-feedback:modify', 'session-cancel'] });
  expect(status.note?.message).toMatch(words);
  expectSentence(status.note?.message.replaceAll(/ \([^)]*\)/g, ''));
}

test('Docker away, then without the image: each time the session waits with what the operator has to do, and goes on from there to its delivery', async () => {
  const client = await approved(stack.client());
  const away = await until(client, 'code_review');
  expectWaiting(away, 'docker_unreachable', /Docker host "local" does not answer.*Is Docker running there/);
  expect(await failedRuns(client)).toBe(3);

  await docker.open();
  expect((await client.reviewCode('accept', { version: away.version })).body).toMatchObject({ state: 'testing' });
  const without = await until(client, 'code_review');
  expectWaiting(without, 'sandbox_image_missing', new RegExp(`sandbox image "${IMAGE}" is not on the Docker host "local"\\. Build or load it there`));
  expect(await failedRuns(client)).toBe(6);
  expect(await containersOf(client.sessionId)).toEqual([]);

  await imageIsLoaded();
  expect((await client.reviewCode('modify', { version: without.version })).body).toMatchObject({ state: 'coding' });
  const uat = await until(client, 'uat');
  expect(uat).toMatchObject({ note: null, report: { green: true } });
  expect(await failedRuns(client)).toBe(6);

  // What is finished is delivered, Docker or not; its Odoo goes when Docker is back.
  await docker.close();
  expect((await client.reviewUat('approve', { version: uat.version })).status).toBe(202);
  expect(await until(client, 'delivered')).toMatchObject({ zip: { digest: expect.any(String) } });
  expect(await containersOf(client.sessionId)).toHaveLength(1);
  await docker.open();
  const end = Date.now() + 2 * MINUTE;
  while ((await containersOf(client.sessionId)).length > 0 && Date.now() < end) await sleep(500);
  expect(await containersOf(client.sessionId)).toEqual([]);
}, 15 * MINUTE);

test('Docker away for a moment in the middle of a test: tried again by itself, and nothing of the first try is left', async () => {
  const client = await approved(stack.client());
  await until(client, 'testing');
  while ((await containersOf(client.sessionId)).length === 0) await sleep(50);
  await docker.close();
  const failed = await client.watch(({ note, state }) => note !== null || state !== 'testing', 2 * MINUTE);
  expect(failed).toMatchObject({ state: 'testing', attempts: 1, note: { code: 'docker_unreachable' } });
  await docker.open();
  expect(await until(client, 'uat')).toMatchObject({ note: null, report: { green: true } });
  expect(await containersOf(client.sessionId)).toHaveLength(1);
  expect((await client.cancel()).status).toBe(202);
  const end = Date.now() + MINUTE;
  while ((await containersOf(client.sessionId)).length > 0 && Date.now() < end) await sleep(200);
  expect(await containersOf(client.sessionId)).toEqual([]);
}, 12 * MINUTE);
