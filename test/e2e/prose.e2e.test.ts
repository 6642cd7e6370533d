import { setTimeout as sleep } from 'node:timers/promises';
import type { Frontend, StatusBody } from '../../deployment/local/frontend.js';
import { startScriptedOpenAi, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { containersOf } from '../support/docker.js';
import { answered, MINUTE, until } from '../support/journey.js';
import { ROOMS_ANSWERS, ROOMS_WISH } from '../support/rooms-story.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { zipEntries } from '../support/zip-entries.js';

let openAi: ScriptedOpenAi;
let stack: TestStack;

beforeAll(async () => {
  openAi = await startScriptedOpenAi();
  stack = await startTestStack({ openAi: { apiKey: 'scripted', baseUrl: openAi.baseUrl, model: 'scripted' }, env: { OMB_CHECKS: 'none' } });
}, 5 * MINUTE);

afterAll(async () => {
  await stack?.stop();
  await openAi.close();
}, MINUTE);

interface SpecView {
  readonly revision: number;
  readonly changes: readonly string[];
  readonly openQuestions: readonly { readonly question: string; readonly answer?: string }[];
  readonly document: { readonly models: readonly { readonly fields: readonly { readonly name: string }[] }[] };
}

const specOf = (status: StatusBody): SpecView => status['spec'] as SpecView;
const fieldsOf = (status: StatusBody): string[] => specOf(status).document.models.flatMap(({ fields }) => fields.map(({ name }) => name));
const accepted = async (answer: Promise<{ readonly status: number }>): Promise<void> => expect((await answer).status).toBe(202);

async function specified(client: Frontend): Promise<StatusBody> {
  await accepted(client.submit({ requirements: ROOMS_WISH }));
  return until(client, 'spec_review');
}

describe('a wish in prose through the real webhooks', () => {
  test('is specified with the person, repaired, tried, mended and delivered', async () => {
    const client = stack.client();
    openAi.script([
      ROOMS_ANSWERS.spec, ROOMS_ANSWERS.floorAdded, ROOMS_ANSWERS.questionAnswered,
      ROOMS_ANSWERS.tests, ROOMS_ANSWERS.wrongBody, ROOMS_ANSWERS.repaired, ROOMS_ANSWERS.remarkDone,
    ]);
    const first = await specified(client);
    expect(specOf(first).openQuestions).toMatchObject([{ question: 'May everybody change the rooms?' }]);
    await accepted(client.reviewSpec('modify', { version: first.version, feedback: 'Each room has a floor.' }));
    const second = await until(client, 'spec_review');
    expect(specOf(second)).toMatchObject({ revision: 2, changes: [expect.stringMatching(/floor/i)] });
    expect(fieldsOf(second)).toEqual([...fieldsOf(first), 'floor']);
    await accepted(client.reviewSpec('modify', { version: second.version, feedback: 'Q-1: yes' }));
    const third = await until(client, 'spec_review');
    expect(specOf(third)).toMatchObject({ revision: 3, openQuestions: [{ answer: 'Yes' }] });

    await accepted(client.reviewSpec('approve', { version: third.version }));
    const tried = await until(client, 'uat');
    expect(tried['report']).toMatchObject({ green: true, criteria: [{ id: 'AC-1', status: 'green' }, { id: 'AC-2', status: 'green' }] });
    // The repair was told what the real Odoo said of the body that was wrong.
    const repair = openAi.requests.at(-1)?.messages.at(-1)?.content ?? '';
    for (const told of ['AC-2', "'small' != 'large'", 'record.seats > 10']) expect(repair).toContain(told);

    await accepted(client.reviewUat('reject', { version: tried.version, feedback: 'Nearly.', remarks: [{ criterion: 'AC-1', text: 'Say what a seat is.' }] }));
    await until(client, 'coding', 'testing');
    const again = await until(client, 'uat');
    expect(openAi.requests.at(-1)?.messages.at(-1)?.content).toContain('Say what a seat is.');
    await accepted(client.reviewUat('approve', { version: again.version }));
    const delivered = await until(client, 'delivered');

    const { rows } = await stack.database.query<{ to_state: string }>('SELECT to_state FROM omb.session_event WHERE session_id = $1 ORDER BY seq', [client.sessionId]);
    expect(rows.map((row) => row.to_state)).toEqual([
      'specifying', 'spec_review', 'specifying', 'spec_review', 'specifying', 'spec_review',
      'coding', 'testing', 'coding', 'testing', 'opening_uat', 'uat', 'coding', 'testing', 'opening_uat', 'uat', 'packaging', 'delivered',
    ]);
    expect(delivered['usage']).toMatchObject({ llmCalls: 7 });
    const zip = (delivered['artifacts'] as { mediaType: string; digest: string }[]).findLast(({ mediaType }) => mediaType === 'application/zip');
    const packed = await zipEntries(await client.download(zip?.digest ?? ''));
    expect([...packed].filter(([path, content]) => path.startsWith('rooms_demo/models/') && content.includes('floor = fields.'))).toHaveLength(1);
    expect(await containersOf(client.sessionId)).toEqual([]);
  }, 20 * MINUTE);

  test('n8n killed with SIGKILL in the middle of coding, and again of testing: delivered all the same, and nothing is paid twice', async () => {
    const client = stack.client();
    openAi.script([ROOMS_ANSWERS.spec, ROOMS_ANSWERS.tests, { hang: 'before headers' }, ROOMS_ANSWERS.rightBody]);
    const review = await specified(client);
    const before = openAi.requests.length;
    const killed: number[] = [];
    const kill = async (): Promise<void> => {
      const now = await stack.workers();
      killed.push(...now);
      for (const pid of now) process.kill(-pid, 'SIGKILL');
    };
    await accepted(client.reviewSpec('approve', { version: review.version }));
    // The tests are written and paid; the answer with the code is still under way.
    while (openAi.requests.length < before + 2) await sleep(20);
    await kill();
    await until(client, 'testing');
    while ((await containersOf(client.sessionId)).length === 0) await sleep(50);
    await kill();
    const uat = await until(client, 'uat');
    expect((await stack.workers()).filter((pid) => killed.includes(pid))).toEqual([]);
    expect(openAi.requests.length - before).toBe(3);
    await answered(() => client.reviewUat('approve', { version: uat.version }));
    expect((await until(client, 'delivered'))['usage']).toMatchObject({ llmCalls: 3 });
    expect(await containersOf(client.sessionId)).toEqual([]);
  }, 20 * MINUTE);
});
