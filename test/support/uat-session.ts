import { randomBytes } from 'node:crypto';
import { encodeTree } from '../../src/codegen/tree.js';
import { moduleSpec } from '../../src/domain/module-spec/module-spec.js';
import { NO_USAGE, type Command, type Session, type Stage } from '../../src/domain/session.js';
import type { Verdict } from '../../src/domain/verdict.js';
import type { App } from '../../src/app/app.js';
import { shelfModule } from './shelf-module.js';

const TESTS = `from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1_named(self):
        self.assertEqual(self.env['shelf.shelf'].create({'name': 'A'}).name, 'A')
`;

export const shelfSpec = moduleSpec.parse({ name: 'shelf', title: 'Shelf | <b>x</b>', summary: 'Shelves', acceptance: [{ id: 'AC-1', title: 'A shelf has a name', given: 'no shelf', when: 'one is made', then: 'it keeps its name' }] });

/** A session of its own that stands in `opening_uat`, with the small module `shelf`, its test and a green verdict. */
export const sessionBeforeUat = (app: App): Promise<Session> => sessionBefore(app, 'opening_uat');

/** The same, or one stage before, with a module that has not been tested. */
export async function sessionBefore(app: Pick<App, 'artifacts' | 'store'>, state: 'testing' | 'opening_uat'): Promise<Session> {
  const id = `uat-${randomBytes(6).toString('hex')}`;
  const put = (name: string, bytes: Uint8Array): Promise<string> => app.artifacts.put(id, name, 'application/json', bytes);
  const spec = await put('spec.json', Buffer.from(JSON.stringify(shelfSpec)));
  const module = await put('module.json', encodeTree(shelfModule()));
  const acceptanceTests = await put('tests.json', encodeTree([{ path: 'tests/__init__.py', content: 'from . import test_acceptance\n' }, { path: 'tests/test_acceptance.py', content: TESTS }]));
  const verdict: Verdict = {
    green: true, status: 'green', module: 'shelf', moduleDigest: module, odooVersion: '19.0', image: 'omb-sandbox:test', state: 'installed', exitCode: 0,
    tests: { declared: 1, run: 1, failed: 0, errors: 0, skipped: 0 },
    criteria: [{ id: 'AC-1', title: 'A shelf has a name', status: 'green', tests: ['test_ac_1_named'] }],
    failures: [], checks: [], warnings: [], screenshots: [], durations: { odoo: Math.random() * 1000 }, log: randomBytes(32).toString('hex'),
  };
  const report = await put('report.json', Buffer.from(JSON.stringify(verdict)));
  await app.store.create({ id, tokenDigest: 'a'.repeat(64), command: { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 2, tokens: 1000 }, requirements: null, spec, ttlSeconds: 3600 } });
  const step = async (stage: Stage, command: Command): Promise<Session> => {
    const lease = (await app.store.takeLease(id, stage, 60_000)) ?? undefined;
    return (await app.store.apply(id, command, { lease })).session;
  };
  await step('specifying', { type: 'spec_written', spec, changes: null, usage: NO_USAGE });
  await app.store.apply(id, { type: 'review_spec', decision: 'approve', feedback: null });
  const written = await step('coding', { type: 'module_written', module, acceptanceTests, usage: NO_USAGE });
  if (state === 'testing') return written;
  return step('testing', { type: 'module_tested', green: true, report, usage: NO_USAGE });
}
