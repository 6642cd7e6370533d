import { createPythonChecker } from '../../../src/adapters/python/checker.js';
import { sessionView } from '../../../src/app/api/session-view.js';
import { writeSpec } from '../../../src/app/write-spec.js';
import { LanguageApp, SESSION } from '../../support/language-app.js';
import { answerMistakes } from '../../support/openapi.js';
import { shelfSpec } from '../../support/shelf-spec.js';

const python = createPythonChecker();
afterAll(() => python.close());

test('a specification that waits for its person comes with an outline, a page and a quote', async () => {
  const world = new LanguageApp(null, python);
  await world.submit({ spec: shelfSpec() });
  const session = await writeSpec(world.app, SESSION);
  const view = await sessionView(world.app, session!, null);
  expect(view).toMatchObject({
    state: 'spec_review',
    quote: { sessions: 0, sentence: expect.stringContaining('no history yet') },
    spec: { outline: { sentences: expect.arrayContaining(['It keeps “Shelf”.', '1 question is open; without an answer the assumptions stand.']), models: [{ label: 'Shelf', access: [{ who: 'Every internal user', may: ['read', 'write', 'create', 'delete'] }] }] } },
  });
  expect(answerMistakes('get', '/session-status', { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.parse(JSON.stringify(view)) as unknown })).toEqual([]);
  expect((view['artifacts'] as { name: string }[]).map(({ name }) => name)).toContain('spec-1.html');

  world.store.sessions.set('past-session', { ...session!, id: 'past-session', state: 'delivered', workedMs: 240_000, usage: { inputTokens: 1000, outputTokens: 200, llmCalls: 3 } });
  expect((await sessionView(world.app, session!, null))['quote']).toMatchObject({ sessions: 1, tokens: 1200, minutes: 4 });
  await world.approveSpec();
  expect((await sessionView(world.app, (await world.store.find(SESSION))!, null))['quote']).toBeNull();
});
