import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxLiveOdoo } from '../../src/adapters/odoo/uat-odoo.js';
import { loginToOdoo } from '../../src/adapters/odoo/uat-login.js';
import { generateModule } from '../../src/codegen/generate.js';
import { appsOf } from '../../src/domain/base-modules.js';
import type { Sandbox } from '../../src/ports/sandbox.js';
import { newSessionId, testHost } from '../support/sandbox.js';
import { storedSpec } from '../support/stored-spec.js';

/** Odoo answers with HTML in place of a PDF wherever tests are on, also over HTTP: only a live one shows what customers get. */
const SLUG = 'portal0pdf0real0test';
const HOST = 'bikes.example';
const PASSWORD = 'a customer of bikes';
const { spec, bodies } = storedSpec('examples/bike-rental');
let root: string;
let sandbox: Sandbox;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'omb-pdf-'));
  sandbox = await testHost(undefined, root).open({ sessionId: newSessionId(), purpose: 'uat', slug: SLUG, fence: 1, expiresAt: new Date(Date.now() + 600_000), apps: appsOf(spec.depends) });
  await new SandboxLiveOdoo().start(sandbox, { module: spec.name, files: generateModule(spec, bodies), demo: true, publicUrl: `http://${HOST}`, login: 'admin', password: 'an administrator' });
}, 240_000);
afterAll(async () => {
  await sandbox?.destroy();
  await rm(root, { recursive: true, force: true });
}, 30_000);

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** As the browser of whoever has the session. */
function get(path: string, cookie: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ socketPath: join(root, SLUG, 'http.sock'), path, headers: { host: HOST, cookie } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
}

async function inSandboxAs(user: 'odoo' | 'postgres', command: readonly string[], stdin?: string): Promise<string> {
  const run = await sandbox.exec({ user, command, stdin, timeoutMs: 60_000 });
  expect([run.exitCode, run.exitCode === 0 ? '' : run.stderr]).toEqual([0, '']);
  return run.stdout;
}

test('a customer gets the slip of their own rental as a PDF from the portal, and nobody else’s', async () => {
  const made = await inSandboxAs('odoo', ['odoo', 'shell', '-d', 'uat', '--no-http'], `
import json
mira = env.ref("bike_rental.partner_mira")
env["res.users"].with_context(no_reset_password=True).create({"name": mira.name, "login": "mira", "password": ${JSON.stringify(PASSWORD)}, "partner_id": mira.id, "group_ids": [(6, 0, [env.ref("base.group_portal").id])]})
env.cr.commit()
print("MADE " + json.dumps([env.ref("bike_rental." + name).id for name in ("rental_out", "rental_next")]))
`);
  const [own, foreign] = JSON.parse(/MADE (.*)/.exec(made)?.[1] ?? '[]') as number[];
  const session = `session_id=${await loginToOdoo({ at: { socketPath: join(root, SLUG, 'http.sock') }, host: HOST, login: 'mira', password: PASSWORD })}`;

  const slip = await get(`/my/rentals/${own}/pdf`, session);
  expect([slip.status, slip.type, slip.body.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
  const said = await inSandboxAs('odoo', ['python3', '-c', 'import base64, io, sys, pypdf; print("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(base64.b64decode(sys.stdin.read()))).pages))'], slip.body.toString('base64'));
  expect(said.replaceAll(/\s+/g, ' ')).toContain('Have a good ride, Mira Lund.');
  expect(said).toContain('Heavy');

  expect((await get(`/my/rentals/${foreign}/pdf`, session)).status).toBe(404);
  const unknown = await get(`/my/rentals/${own}/pdf`, '');
  expect([unknown.status, unknown.type]).not.toEqual([200, 'application/pdf']);
  expect(unknown.body.includes('Mira Lund')).toBe(false);
}, 120_000);
