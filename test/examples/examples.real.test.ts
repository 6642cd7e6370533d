import { createPythonChecker } from '../../src/adapters/python/checker.js';
import type { CheckName } from '../../src/domain/check.js';
import { EXAMPLES } from '../support/examples.js';
import { inSandbox } from '../support/sandbox.js';
import { tryExample } from './try-example.js';

const python = createPythonChecker();
afterAll(() => python.close());

/** What takes a browser or a second and third installation is tried by `npm run verify:examples`, and so is the rest of the others. */
const CHECKS: ReadonlySet<CheckName> = new Set(['views', 'reports', 'crons', 'mail_templates', 'access', 'demo']);
/** Between them: wizard, window, report, cron, mail, portal, demo data, apps of Odoo. */
const LOOKED_AT = ['examples/bike-rental', 'examples/gift-wrapping', 'examples/library', 'examples/maintenance-contracts', 'examples/vehicle-workshop'];

/** Odoo's apps are prepared once a host. */
test.each(EXAMPLES)('the module of %s is green in a real Odoo, every criterion by its test, and its words for translators are those that Odoo finds where they are compared', async (path) => {
  const isLookedAt = LOOKED_AT.includes(path);
  const { spec, verdict, words } = await tryExample(inSandbox, python, path, isLookedAt ? CHECKS : new Set(), { words: isLookedAt });
  expect(verdict.failures).toEqual([]);
  expect(verdict.warnings).toEqual([]);
  expect(verdict.criteria.map(({ id, status }) => `${id} ${status}`)).toEqual(spec.acceptance.map(({ id }) => `${id} green`));
  expect(verdict.green).toBe(true);
  expect(words !== null).toBe(isLookedAt);
  expect(words?.printed).toEqual(words?.ofOdoo);
}, 900_000);
