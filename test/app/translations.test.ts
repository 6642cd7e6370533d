import { po } from 'gettext-parser';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { writeCode } from '../../src/app/write-code.js';
import { untranslatedTexts } from '../../src/app/untranslated-texts.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { startScriptedOpenAi, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { approvedIn, filesIn } from '../support/scripted-coder.js';
import { shelfSpec } from '../support/shelf-spec.js';

let server: ScriptedOpenAi;
let world: LanguageApp;
const python = createPythonChecker();
beforeAll(async () => { server = await startScriptedOpenAi(); });
afterAll(async () => {
  await server.close();
  await python.close();
});

const german = (): ModuleSpec => ({ ...shelfSpec(), languages: ['de'], translations: { de: { Shelf: 'Regal' } } });

async function translations(): Promise<Map<string, string>> {
  const session = await writeCode(world.app, SESSION);
  const file = (await filesIn(world, session?.module)).get('i18n/de.po') ?? '';
  return new Map(Object.values(po.parse(file).translations[''] ?? {}).map(({ msgid, msgstr }) => [msgid, msgstr[0] ?? '']));
}

test('without a language model the texts that the spec has no words for stay empty, and the review says how many', async () => {
  world = new LanguageApp(null, python);
  await approvedIn(world, german());
  const found = await translations();
  expect([found.get('Shelf'), found.get('Places')]).toEqual(['Regal', '']);
  const empty = [...found].filter(([text, translated]) => text !== '' && translated === '').length;
  expect(untranslatedTexts(german())).toEqual([expect.stringMatching(new RegExp(`^${empty} of ${found.size - 1} texts have no translation into de and stay English `))]);
  expect(untranslatedTexts(shelfSpec())).toEqual([]);
});

test('a language model translates the rest; the person’s own words stay, and what fills in something else is left out', async () => {
  world = new LanguageApp(server.baseUrl, python);
  await approvedIn(world, german());
  server.requests.length = 0;
  server.script([{ json: { translations: [{ number: 0, text: 'Übersetzt' }, { number: 1, text: 'Mit %s zuviel' }, { number: 999, text: 'Niemand fragte' }] } }]);
  const found = await translations();
  const asked = JSON.parse(/\[\{"number".*\]/.exec(String(server.requests[0]?.messages.at(-1)?.content))?.[0] ?? '[]') as { number: number; text: string }[];
  expect(asked.map(({ text }) => text)).not.toContain('Shelf');
  expect(found.get(asked[0]?.text ?? '')).toBe('Übersetzt');
  expect(found.get(asked[1]?.text ?? '')).toBe('');
  expect([...found.values()]).not.toContain('Niemand fragte');
  expect(found.get('Shelf')).toBe('Regal');
});

test('an answer of another shape costs no module', async () => {
  world = new LanguageApp(server.baseUrl, python);
  await approvedIn(world, german());
  server.script([{ text: '{"words": []}' }]);
  expect((await translations()).get('Shelf')).toBe('Regal');
});
