import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../../deployment/local/eval/evaluate.js';
import { digestOf, recorded, type Recording } from '../fakes/recorded-openai.js';
import { startScriptedOpenAi, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { MINUTE } from '../support/journey.js';
import { ROOMS_ANSWERS } from '../support/rooms-story.js';
import { shelfSpec, strictSpec } from '../support/shelf-spec.js';
import { ROOT, startTestStack, type TestStack } from '../support/stack.js';

const REQUIREMENTS = join(ROOT, 'test/e2e/eval-requirements');

const answerOf = (reply: Reply): unknown => ('json' in reply ? reply.json : null);

let openAi: ScriptedOpenAi;
let stack: TestStack;
let out: string;

beforeAll(async () => {
  const about = async (name: string): Promise<string> => digestOf(await readFile(join(REQUIREMENTS, `${name}.md`), 'utf8'));
  const recordings: readonly Recording[] = [
    { schema: 'module_spec', about: await about('rooms'), answer: ROOMS_ANSWERS.spec.json },
    { schema: 'module_spec', about: await about('shelves'), answer: strictSpec(shelfSpec()) },
    { schema: 'repair', answer: answerOf(ROOMS_ANSWERS.repaired) },
  ];
  const known = recorded(recordings);
  // Tests and methods of one module have one schema: what is asked for by its id is answered.
  openAi = await startScriptedOpenAi((request, index) => {
    const asked = request.messages.at(-1)?.content ?? '';
    if (asked.includes('id: acceptance/AC-2')) return ROOMS_ANSWERS.tests;
    if (asked.includes('id: rooms.room/compute/size')) return ROOMS_ANSWERS.wrongBody;
    return known(request, index);
  });
  out = await mkdtemp(join(tmpdir(), 'omb-eval-'));
  stack = await startTestStack({ openAi: { apiKey: 'none', baseUrl: openAi.baseUrl, model: 'recorded' }, env: { OMB_MUTANTS: '2', OMB_CHECKS: 'views', OMB_LLM_PRICES: 'recorded=1000/1000' } });
}, 5 * MINUTE);

afterAll(async () => {
  await stack?.stop();
  await openAi?.close();
  await rm(out, { recursive: true, force: true });
}, MINUTE);

test('two texts of requirements become modules with nobody there, a table, and a zip and a report of each', async () => {
  const said: string[] = [];
  const rows = await evaluate(stack.frontend, REQUIREMENTS, out, (line) => said.push(line));
  expect(rows).toMatchObject([
    { name: 'rooms', state: 'delivered', verdict: 'green', installedAtFirstTry: true, rounds: 1, criteria: { green: 2, total: 2 }, mutants: { made: 2 }, tokens: 480, note: null },
    { name: 'shelves', state: 'delivered', verdict: 'green', installedAtFirstTry: true, rounds: 0, criteria: { green: 1, total: 1 }, tokens: 120, note: null },
  ]);
  expect(rows.map(({ cost }) => cost)).toEqual([0.48, 0.12]);
  expect(said).toHaveLength(2);
  expect(JSON.parse(await readFile(join(out, 'results.json'), 'utf8'))).toEqual(rows);
  expect((await readFile(join(out, 'results.md'), 'utf8')).split('\n')).toContainEqual(expect.stringMatching(/^\| rooms \| yes \| 1 \| 2 \/ 2 \| \d \/ 2 \| 480 \| 0\.48 \| .* \| green \|$/));
  expect((await readdir(join(out, 'rooms'))).toSorted()).toEqual(['report.html', expect.stringMatching(/^rooms_demo-19\.0\..*\.zip$/), 'spec-1.json', 'verdict.json']);
}, 12 * MINUTE);
