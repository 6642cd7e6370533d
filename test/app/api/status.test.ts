import { status } from '../../../src/app/api/status.js';
import type { ApiResponse } from '../../../src/app/api/api.js';
import type { App } from '../../../src/app/app.js';
import { createPythonChecker } from '../../../src/adapters/python/checker.js';
import { writeSpec } from '../../../src/app/write-spec.js';
import type { PlaceInLine } from '../../../src/ports/figures.js';
import { LanguageApp, SESSION } from '../../support/language-app.js';
import { shelfSpec } from '../../support/shelf-spec.js';

const python = createPythonChecker();
afterAll(() => python.close());

test('who asks with the ETag of the last answer hears each place in the line anew, and nothing while there is nothing new', async () => {
  const world = new LanguageApp(null, python);
  await world.submit({ spec: shelfSpec() });
  const session = await writeSpec(world.app, SESSION);
  world.store.sessions.set(SESSION, { ...session!, state: 'testing' });
  let line: PlaceInLine | null = null;
  const app = { ...world.app, figures: { placeInLine: async () => line } } as unknown as App;
  let etag: string | undefined;
  const ask = async (): Promise<ApiResponse> => {
    const answer = await status(app, { headers: { authorization: `Bearer ${'x'.repeat(43)}`, 'if-none-match': etag }, query: { sessionId: SESSION }, body: null });
    etag = answer.headers['etag'];
    return answer;
  };
  for (const place of [null, 2, 1, null] as const) {
    line = place === null ? null : { purpose: 'test', place };
    expect(await ask()).toMatchObject({ status: 200, body: { state: 'testing', line } });
    expect(await ask()).toMatchObject({ status: 304, body: null });
  }
});
