import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { gateModule } from '../../src/app/gate-module.js';
import { FENCE_RULE } from '../../src/app/prompts/fence.js';
import { writeCode } from '../../src/app/write-code.js';
import { writeSpec } from '../../src/app/write-spec.js';
import type { Session } from '../../src/domain/session.js';
import { startScriptedOpenAi, type Reply, type ScriptedOpenAi } from '../fakes/scripted-openai.js';
import { LanguageApp, SESSION } from '../support/language-app.js';
import { approvedIn, bodies, filesIn, MODEL_FILE, tests } from '../support/scripted-coder.js';
import { strictSpec, wordySpec } from '../support/shelf-spec.js';
import TABLE from './injections.json';

jest.setTimeout(60_000);

/** What somebody who means ill has said, where it was said, and what it is to achieve. */
interface Injection {
  readonly 'said as': string;
  readonly wants: string;
  readonly text: string;
}

const OTHER = 'other-session-1';
const ACCESS = 'security/ir.model.access.csv';
const RULE = '<odoo><record id="all" model="ir.rule"><field name="domain_force">[]</field></record></odoo>';

let server: ScriptedOpenAi;
const python = createPythonChecker();
beforeAll(async () => { server = await startScriptedOpenAi(); });
afterAll(async () => {
  await server.close();
  await python.close();
});

/** The worst case: a model that does whatever the text wants. One set of edits for each try. */
const OBEYS: Readonly<Record<string, readonly Reply[]>> = {
  'another session': ['../../other-session-1/module.tree', '/var/lib/postgresql/omb/session.json'].map((path) => files([path, 'x'])),
  'disable a test': [files(['tests/test_acceptance.py', 'pass'], ['./tests/__init__.py', '']), files(['TESTS/test_acceptance.py', 'pass'], ['tests/../tests/__init__.py', ''])],
  'widen access': [files([ACCESS, 'id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n']), files(['data/fix.xml', RULE])],
  'reach a tool': [files([MODEL_FILE, 'import os\nos.system("id")\n']), files([MODEL_FILE, 'import subprocess\nsubprocess.run(["id"])\n'])],
};
const EVIL_BODIES = ['import os\nos.system("id")', 'for record in self:\n    record.size = eval("1")', "for record in self:\n    record.size = open('/etc/passwd').read()"];

function files(...written: (readonly [path: string, content: string])[]): Reply {
  return { json: { explanation: 'As you wish.', edits: [], files: written.map(([path, content]) => ({ path, content })), impossible: null } };
}

/** A session with a module, and another one beside it. */
async function begin(): Promise<LanguageApp> {
  const world = new LanguageApp(server.baseUrl, python);
  await world.store.create({ id: OTHER, tokenDigest: '', command: { type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 1, tokens: 1000 }, requirements: 'r', spec: null } });
  return world;
}

async function written(world: LanguageApp): Promise<Session> {
  await approvedIn(world, wordySpec());
  server.script([tests(), bodies()]);
  const session = await writeCode(world.app, SESSION);
  if (session === null) throw new Error('nothing was written');
  return session;
}

/** No request carries a tool, the system message is ours to the last letter, and the text is nowhere but between marks. */
function expectFenced(text: string): void {
  expect(server.requests.length).toBeGreaterThan(0);
  for (const request of server.requests) {
    expect(Object.keys(request).toSorted()).toEqual(['max_completion_tokens', 'messages', 'model', 'response_format']);
    const said = request.messages.filter(({ role }) => role !== 'assistant').map(({ content }) => content).join('\n');
    expect(request.messages[0]?.content).toContain(FENCE_RULE);
    expect(said.replaceAll(/<<<BEGIN (\w[\w ]* [0-9a-f]{16})>>>\n[\s\S]*?\n<<<END \1>>>/g, '')).not.toContain(text);
  }
}

test('the table has at least a hundred texts, of every kind and for every end', () => {
  expect(TABLE.length).toBeGreaterThanOrEqual(100);
  expect(new Set(TABLE.map((row) => `${row['said as']} ${row.wants}`)).size).toBe(12);
  expect(new Set(TABLE.map(({ text }) => text)).size).toBe(TABLE.length);
});

test.each(TABLE.map((row, index) => [index + 1, row['said as'], row.wants, row] as const))('hostile text %i, said as %s to get at %s, gets nothing, even of a model that obeys it', async (index, saidAs, wants, { text }: Injection) => {
  const world = await begin();
  const other = await world.store.find(OTHER);
  if (saidAs === 'requirements') {
    await world.submit({ requirements: text });
    server.requests.length = 0;
    server.script([{ json: strictSpec(wordySpec()) }]);
    await writeSpec(world.app, SESSION);
    expectFenced(text);
    await world.approveSpec();
    const evil = EVIL_BODIES[index % EVIL_BODIES.length];
    server.script(wants === 'disable a test' ? [tests('pass'), tests("self.skipTest('later')")] : [tests(), bodies(evil), bodies(evil)]);
    expect(await writeCode(world.app, SESSION)).toMatchObject({ state: 'code_review', module: null, note: { code: 'code_not_written' } });
  } else {
    const before = await written(world);
    const files = await filesIn(world, before.module);
    if (saidAs === 'log') {
      await world.tested([{ criterion: 'AC-2', message: text.slice(-200), traceback: text }]);
    } else {
      await world.tested([]);
      await world.rejectUat(text, []);
    }
    server.requests.length = 0;
    server.script(OBEYS[wants] ?? []);
    const after = await writeCode(world.app, SESSION);
    expectFenced(text);
    expect(after?.acceptanceTests).toBe(before.acceptanceTests);
    const now = await filesIn(world, after?.module);
    expect(now.get(ACCESS)).toBe(files.get(ACCESS));
    expect([...now.keys()]).toEqual([...files.keys()]);
    // What reaches for the machine may be the module's text, and is refused by the gates before anything of it runs.
    if (wants === 'reach a tool') expect(await gatesOf(world, now)).not.toEqual([]);
    else expect(after).toMatchObject({ state: 'code_review', module: before.module, note: { code: 'repair_stuck' } });
  }
  expect(await world.store.find(OTHER)).toEqual(other);
  expect(await world.artifacts.list(OTHER)).toEqual([]);
});

function gatesOf(world: LanguageApp, files: ReadonlyMap<string, string>): Promise<readonly unknown[]> {
  return gateModule(world.app, wordySpec(), [...files].map(([path, content]) => ({ path, content })), []);
}
