import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../../deployment/local/eval/evaluate.js';
import { recorded, type Recording } from '../fakes/recorded-openai.js';
import { startScriptedOpenAi, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { MINUTE } from '../support/journey.js';
import { wordySpec } from '../support/shelf-spec.js';
import { ROOT, startTestStack, type TestStack } from '../support/stack.js';

const REQUIREMENTS = join(ROOT, 'test/e2e/eval-requirements');

/** A shelf with twenty places is large wherever the limit is; and no mutant takes away that a name is required. */
const VACUOUS = "shelf = self.env['shelf.shelf'].create({'name': 'Oak', 'places': 20})\nself.assertEqual(shelf.size, 'large')";
const SHARP = "shelves = self.env['shelf.shelf']\nself.assertEqual(shelves.create({'name': 'Oak', 'places': 10}).size, 'large')\nself.assertEqual(shelves.create({'name': 'Elm', 'places': 9}).size, 'small')";
const NAMELESS = "with self.assertRefused('shelf.shelf'):\n    self.env['shelf.shelf'].create({'places': 1})";

let openAi: ScriptedOpenAi;
let stack: TestStack;
let out: string;

beforeAll(async () => {
  const requirements = (name: string): Promise<string> => readFile(join(REQUIREMENTS, `${name}.md`), 'utf8');
  // Nothing is recorded for the other text, so the language model has no answer to it.
  const recordings: readonly Recording[] = [
    {
      requirements: await requirements('shelves'),
      spec: wordySpec({ id: 'AC-3', title: 'A shelf needs a name', given: 'nothing', when: 'a shelf without a name is made', then: 'it is refused' }),
      code: { 'acceptance/AC-2': [VACUOUS, SHARP], 'acceptance/AC-3': [NAMELESS], 'shelf.shelf/compute/size': ["for record in self:\n    record.size = 'small'\n    if record.places >= 10:\n        record.size = 'large'"] },
    },
  ];
  openAi = await startScriptedOpenAi(recorded(recordings));
  out = await mkdtemp(join(tmpdir(), 'omb-eval-'));
  stack = await startTestStack({ openAi: { apiKey: 'none', baseUrl: openAi.baseUrl, model: 'recorded' }, env: { OMB_MUTANTS: '3', OMB_CHECKS: 'none', OMB_LLM_PRICES: 'recorded=1000/1000' } });
}, 5 * MINUTE);

afterAll(async () => {
  await stack?.stop();
  await openAi?.close();
  await rm(out, { recursive: true, force: true });
}, MINUTE);

test('two texts of requirements with nobody there: one becomes a module with a zip and a report, the other comes to nothing, and a table says both', async () => {
  const said: string[] = [];
  const rows = await evaluate(stack.frontend, REQUIREMENTS, out, (line) => said.push(line));
  expect(rows).toMatchObject([
    { name: 'rooms', state: 'failed', installedAtFirstTry: false, tokens: 0, note: expect.stringMatching(/language model/) },
    { name: 'shelves', state: 'delivered', verdict: 'green', installedAtFirstTry: true, rounds: 0, criteria: { green: 3, total: 3 }, tokens: 480, note: null },
  ]);
  expect(rows.map(({ cost, tokens }) => cost === tokens / 1000)).toEqual([true, true]);
  expect(said).toHaveLength(2);
  expect(JSON.parse(await readFile(join(out, 'results.json'), 'utf8'))).toEqual(rows);
  expect((await readFile(join(out, 'results.md'), 'utf8')).split('\n')).toContainEqual(expect.stringMatching(/^\| shelves \| yes \| 0 \| 3 \/ 3 \| \d \/ 2 \| 480 \| 0\.48 \| .* \| green \|$/));
  expect((await readdir(join(out, 'shelves'))).toSorted()).toEqual(['report.html', expect.stringMatching(/^shelf_test-19\.0\..*\.zip$/), 'spec-1.json', 'verdict.json']);
}, 12 * MINUTE);

test('a test that notices nothing of what is broken is written anew once; the one that notices nothing still is told to the person', async () => {
  expect(JSON.parse(await readFile(join(out, 'shelves/verdict.json'), 'utf8'))).toMatchObject({
    green: true, rewrittenTests: { asked: ['AC-2', 'AC-3'], better: ['AC-2'] }, mutants: { made: 2, killed: 2, survivors: [], vacuous: ['AC-1', 'AC-3'] },
  });
  const page = await readFile(join(out, 'shelves/report.html'), 'utf8');
  expect(page).toContain('Tests written anew because nothing that was broken made them fail: AC-2, AC-3; the new ones notice something: 1 of 2');
  expect(page).toContain('AC-1, AC-3');
});
