import { takeSteps } from '../../../../src/adapters/odoo/drive/drive-script.js';

/** A page on which nothing is to be seen. */
const PAGE = new Proxy({}, { get: (_page, name) => (name === 'locator' ? () => NOTHING : () => undefined) });
const NOTHING: Record<string, unknown> = { filter: () => NOTHING, count: async () => 0, all: async () => [] };

test.each(['"); process.exit(1); ("', '`${process.env.HOME}`', "'\\'", '</script><script>', '\u2028\u2029', '\u0000\u001b[0m', '*/ } //'])('what a specification says reaches the browser as data and never as code: %j', async (text) => {
  const records = { [text]: { model: text, id: 1, name: text } };
  const source = takeSteps({ module: text, steps: [], records, actions: { [text]: 1 }, budgetMs: 1000 });
  const run = new Function(`return (${source})`)() as (page: unknown) => Promise<unknown>;
  expect(await run(PAGE)).toEqual({ told: [], records });
});
