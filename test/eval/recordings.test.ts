import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { writeCode } from '../../src/app/write-code.js';
import { writeSpec } from '../../src/app/write-spec.js';
import { recorded } from '../fakes/recorded-openai.js';
import { startScriptedOpenAi, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { filesIn } from '../support/scripted-coder.js';
import { recordedExamples } from './recordings.js';

const ROOT = join(__dirname, '../..');
const NAMES = readdirSync(join(__dirname, 'recordings')).map((file) => file.replace(/\.yaml$/, ''));
const RECORDINGS = recordedExamples(ROOT);

let server: ScriptedOpenAi;
const python = createPythonChecker();
beforeAll(async () => { server = await startScriptedOpenAi(recorded(RECORDINGS)); });
afterAll(async () => {
  await server.close();
  await python.close();
});

test('what is recorded is about an example', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(6);
  for (const name of NAMES) expect(existsSync(join(ROOT, `examples/${name}.md`))).toBe(true);
});

test.each(NAMES)('the recorded answers about %s still lead from its prose to a module and its tests', async (name) => {
  const world = new LanguageApp(server.baseUrl, python);
  const recording = RECORDINGS.find(({ spec }) => spec.name === name.replaceAll('-', '_'));
  if (recording === undefined) throw new Error(`${name} is no example`);
  await world.submit({ requirements: recording.requirements, tokens: 10_000_000 });
  expect(await writeSpec(world.app, SESSION)).toMatchObject({ state: 'spec_review', note: null });
  await world.approveSpec();
  const session = await writeCode(world.app, SESSION);
  expect(session).toMatchObject({ state: 'testing', note: null });
  const tests = (await filesIn(world, session?.acceptanceTests)).get('tests/test_acceptance.py');
  // The code of the criterion in words is in its place, line by line.
  for (const [id, [code = '']] of Object.entries(recording.code)) if (id.startsWith('acceptance/')) for (const line of code.trim().split('\n')) expect(tests).toContain(line.trim());
});
