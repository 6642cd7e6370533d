import { takeSteps } from '../../../../src/adapters/odoo/drive/drive-script.js';
import type { JourneyStep } from '../../../../src/domain/journey.js';

type Run = (page: unknown) => Promise<{ told: readonly { status: string; message: string | null }[] }>;

/** What is told of a look at a form while the browser's console shows an error about an address. */
async function lookWhile(text: string, url: string) {
  const step: JourneyStep = { do: 'expect', words: 'Look', model: 'shelf.book', user: null, refused: false, message: null, sample: false, undrivable: null, record: 'dune', looks: [], unsaid: 0 };
  const source = takeSteps({ module: 'shelf', steps: [step], records: { dune: { model: 'shelf.book', id: 1, name: 'Dune' } }, actions: { 'shelf.book': 3 }, budgetMs: 10_000 });
  let hear: (message: object) => void = () => undefined;
  const shown = (selector: string) => ({ filter: () => shown(selector), count: async () => (selector.includes('_renderer') ? 1 : 0), all: async () => [], first: () => shown(selector) });
  const page = {
    on: (event: string, listener: typeof hear) => { if (event === 'console') hear = listener; },
    off: () => undefined,
    locator: shown,
    screenshot: async () => Buffer.from('PNG'),
    evaluate: async (code: () => unknown) => {
      if (!code.toString().includes('loadAction')) return code.toString().includes('ombOpened') ? 'done' : [];
      hear({ type: () => 'error', text: () => text, location: () => ({ url }) });
      return null;
    },
  };
  const { told } = await (new Function(`return (${source})`)() as Run)(page);
  return told.map(({ status, message }) => `${status}: ${message ?? ''}`);
}

const NOT_FOUND = 'Failed to load resource: the server responded with a status of 404 (NOT FOUND)';

test('a file that Odoo itself lacks breaks no module', async () => {
  expect(await lookWhile(NOT_FOUND, 'http://127.0.0.1:8069/hr_skills/static/src/img/resume.svg')).toEqual(['not_driven: the form does not show ']);
});

test.each([[NOT_FOUND, 'http://127.0.0.1:8069/shelf/static/src/img/book.svg'], ['Uncaught TypeError', 'http://127.0.0.1:8069/web/assets/1/web.assets_web.min.js']])('%s of %s counts', async (text, url) => {
  expect(await lookWhile(text, url)).toEqual([`red: The browser’s console shows an error: ${text}`]);
});
