import { randomBytes } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { withValue } from '../../../deployment/lightsail/conf-file.js';
import { Frontend, type StatusBody } from '../../../deployment/local/frontend.js';
import { HOST_PORTS } from '../../../deployment/queue/processes.js';
import { approved, until } from '../../support/journey.js';
import { zipEntries } from '../../support/zip-entries.js';
import type { DebianHost } from '../host/debian-host.js';
import { leaksOn } from '../host/leaks.js';
import { TestDeployment } from './deployment.js';
import { hostSecrets, keyLine } from './secrets.js';

const ROOT = resolve(__dirname, '../../..');
const MINUTES = 60_000;
const CHOSEN = { OWNER_PASSWORD: 'Canary0-of-the-owner', EDITOR_PASSWORD: 'canary-of-the-editor', OPENAI_API_KEY: 'canary-of-the-model', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
const OWNER = { email: 'owner@odoo-module-builder.local', password: CHOSEN.OWNER_PASSWORD };

/** One deployment whose hosts come and go, and which is lost and restored: each test goes on where the one before it has ended. */
describe('deploy.sh with Docker hosts that come and go', () => {
  let deployment: TestDeployment;
  let backup: string;
  let live: Frontend;
  let delivered: Frontend;
  const said: string[] = [];

  beforeAll(async () => {
    deployment = await TestDeployment.start('hosts', { DOCKER_HOSTS: '2', ...CHOSEN });
  }, 10 * MINUTES);
  afterAll(() => deployment?.end(), 5 * MINUTES);

  const run = async (...args: readonly string[]): Promise<string> => {
    const out = await deployment.run(args);
    said.push(out);
    return out;
  };
  /** As all frontends call the product. */
  const product = { webhookUrl: '', gatewayUrl: '', apiKey: '' };
  const sql = async (query: string, database = 'omb'): Promise<string> => (await deployment.n8n).must(`runuser -u postgres -- psql -XAtqd ${database} -c "${query}"`);

  /** What the owner does in the editor: statements with `rest`, run on the n8n host against its main process. */
  async function editor(statements: string): Promise<unknown> {
    const program = `const { N8nRest } = require('/opt/odoo-module-builder/release/dist/deployment/local/n8n-rest.js');
      const work = async (rest) => { ${statements} };
      N8nRest.login('http://127.0.0.1:${HOST_PORTS.main}', ${JSON.stringify(OWNER)}).then(work).then((result) => console.log(JSON.stringify(result ?? null)));`;
    return JSON.parse(await (await deployment.n8n).must(`node -e "$(echo ${Buffer.from(program).toString('base64')} | base64 -d)"`)) as unknown;
  }

  /** All frontends call where the deployment is now, and take the certificate that it has signed itself for its own. */
  async function call(): Promise<void> {
    const n8n = await deployment.n8n;
    setDefaultCACertificates([...getCACertificates(), await n8n.must('cat /etc/odoo-module-builder/tls/fullchain.pem')]);
    const { apiKey } = JSON.parse(await n8n.must('cat /var/lib/odoo-module-builder/n8n/secrets.json')) as { readonly apiKey: string };
    Object.assign(product, { webhookUrl: `https://${deployment.address}/webhook`, gatewayUrl: `https://${deployment.address}`, apiKey });
  }
  const frontend = (): Frontend => new Frontend(product, `hosts-${randomBytes(8).toString('hex')}`);

  /** Name of the Docker host on which a session has a place now. */
  async function hostOf({ sessionId }: Frontend): Promise<string> {
    for (;;) {
      const address = await sql(`SELECT host FROM omb.sandbox_slot WHERE session_id = '${sessionId}' AND expires_at > now()`);
      const found = Object.entries(deployment.endpoint.holds.instances).find(([, instance]) => instance['privateIpAddress'] === address);
      if (found !== undefined) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  async function setDockerHosts(count: number): Promise<void> {
    const file = join(deployment.folder, 'my.conf');
    await writeFile(file, withValue(await readFile(file, 'utf8'), 'DOCKER_HOSTS', String(count)));
  }
  const instances = (): readonly string[] => Object.keys(deployment.endpoint.holds.instances);

  it('makes two Docker hosts, and both are asked for work', async () => {
    const out = await run();
    expect(out).toMatch(/omb-docker-1 is ready: Docker /);
    expect(out).toMatch(/omb-docker-2 is ready: Docker /);
    expect(out).toMatch(/A key was made that opens the backups.*backup-key\.txt/);
    expect((await sql("SELECT count(*) FROM omb.sandbox_host WHERE state = 'ready'"))).toBe('2');
    await call();
  }, 40 * MINUTES);

  it('delivers a session, and takes a live Odoo elsewhere before its host is removed', async () => {
    delivered = await approved(frontend());
    const { version } = await until(delivered, 'uat');
    await delivered.reviewUat('approve', { version });
    await until(delivered, 'delivered');
    live = await approved(frontend());
    await until(live, 'uat');
    const host = await hostOf(live);
    const out = await run('remove-host', host, '--minutes', '0', '--yes');
    expect(out).toContain(`${host}: nothing runs there any more`);
    expect(instances()).toHaveLength(2);
    expect(instances()).not.toContain(host);
    expect(await until(live, 'uat')).toMatchObject({ note: { code: 'uat_reopened' } });
    expect(await hostOf(live)).not.toBe(host);
    expect(await sql("SELECT count(*) FROM omb.sandbox_host WHERE state <> 'removed'")).toBe('1');
  }, 30 * MINUTES);

  it('keeps every secret where it belongs', async () => {
    const n8n = await deployment.n8n;
    const docker = await deployment.machines.host(instances()[1] ?? '');
    const keys = join(deployment.folder, 'config/odoo-module-builder/omb');
    const mine = [...Object.values(CHOSEN).slice(0, 3), 'canary-of-the-secret-key', keyLine(await readFile(join(keys, 'id_rsa'), 'utf8')), (await readFile(join(keys, 'backup-key.txt'), 'utf8')).split('\n')[2] ?? ''];
    const secrets = [...mine, ...(await hostSecrets(n8n, docker))];
    expect(new Set(secrets.map(({ length }) => length >= 16))).toEqual(new Set([true]));
    expect([await leaksOn(n8n, secrets), await leaksOn(docker, secrets)]).toEqual([[], []]);
    const calls = [...deployment.endpoint.calls.map(({ raw }) => raw), ...said].join('\n');
    expect(mine.filter((secret) => calls.includes(secret))).toEqual([]);
    for (const content of (await zipEntries(await delivered.download(zipOf(await delivered.status())))).values()) expect(secrets.filter((secret) => content.includes(secret))).toEqual([]);
    // The search finds what is there to be found.
    await n8n.must(`logger planted-canary; echo planted-canary >/tmp/planted; runuser -u postgres -- psql -Xqd omb -c "INSERT INTO omb.artifact VALUES (repeat('a', 64), 'planted-canary'); INSERT INTO omb.worker (name) VALUES ('planted-canary')"; sh -c 'sleep 60; :' planted-canary >/dev/null 2>&1 &`);
    const found = await leaksOn(n8n, ['planted-canary']);
    await n8n.must(`rm /tmp/planted; runuser -u postgres -- psql -Xqd omb -c "DELETE FROM omb.artifact WHERE digest = repeat('a', 64); DELETE FROM omb.worker WHERE name = 'planted-canary'"`);
    for (const place of ['journal:', 'readable: /tmp/planted', 'database omb:', 'artifact.bytes:', 'arguments of']) expect(found).toContainEqual(expect.stringContaining(place));
  }, 10 * MINUTES);

  it('makes a backup each night by itself, and health tells its age', async () => {
    const n8n = await deployment.n8n;
    const health = (): Promise<string> => n8n.must('curl -s http://127.0.0.1:5690/health -H "Authorization: Bearer $(cat /etc/odoo-module-builder/metrics-token)"');
    expect(await n8n.must('systemctl is-active odoo-builder-backup.timer; systemctl show --property=TimersCalendar --value odoo-builder-backup.timer')).toMatch(/^active\n.*02:00:00/);
    await n8n.must("touch -d '2 days ago' /var/lib/odoo-module-builder/backup-stamp");
    expect(JSON.parse(await health())).toMatchObject({ status: 'late', backup: { status: 'late' } });
    await n8n.must('systemctl start odoo-builder-backup.service');
    expect(JSON.parse(await health())).toMatchObject({ status: 'ok', backup: { status: 'ok' } });
    expect(await n8n.must('ls /var/lib/odoo-module-builder/backups | wc -l')).toBe('2');
  }, 5 * MINUTES);

  it('makes a backup and fetches it, of workflows as they were edited and credentials of the operator’s own', async () => {
    await editor(`
      await rest.createCredential({ name: 'of the operator', type: 'httpHeaderAuth', data: { name: 'X-Mine', value: 'mine' } });
      const workflow = await rest.workflow('ombUserTesting');
      await rest.publish({ ...workflow, name: 'User Testing, edited' }, { id: workflow.id, active: true });`);
    const out = await run('backup');
    backup = /^ {2}(\/.*\.data\.tar\.age)$/m.exec(out)?.[1] ?? '';
    await copyFile(backup, join(deployment.folder, 'damaged.data.tar.age'));
    await copyFile(backup.replace('.data.', '.keys.'), join(deployment.folder, 'damaged.keys.tar.age'));
  }, 10 * MINUTES);

  it('refuses a backup that is damaged, and leaves the host as it is', async () => {
    const file = join(deployment.folder, 'damaged.data.tar.age');
    const bytes = await readFile(file);
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect(await deployment.refused(['restore', '--from', file, '--yes'])).toContain('cannot be opened: it is damaged');
    expect(await (await deployment.n8n).must('ls /var/lib/odoo-module-builder/restoring 2>/dev/null || :; systemctl is-active odoo-builder')).toBe('active');
    expect((await live.status()).state).toBe('uat');
  }, 5 * MINUTES);

  it('is restored onto new hosts at a new address: sessions, artifacts, logins, credentials and edits are back', async () => {
    const before = { live: await live.status(), delivered: await delivered.status(), address: deployment.address, apiKey: product.apiKey };
    expect(await run('destroy', '--yes')).toContain('nothing is left.');
    expect(await deployment.machines.left()).toEqual([]);
    await setDockerHosts(2);
    await run();
    expect(deployment.address).not.toBe(before.address);
    expect(await run('restore', '--from', backup, '--yes')).toContain('Done: the backup is restored.');
    await call();
    expect(product.apiKey).toBe(before.apiKey);

    expect(await delivered.status()).toMatchObject({ state: 'delivered', version: before.delivered.version });
    expect([...(await zipEntries(await delivered.download(zipOf(before.delivered)))).keys()]).toContain('shelf_test/__manifest__.py');
    const reopened = await live.watch(({ state, version }) => state === 'uat' && version > before.live.version, 5 * MINUTES);
    expect(reopened.note).toMatchObject({ code: 'uat_reopened' });
    expect(await hostOf(live)).toMatch(/^omb-docker-\d$/);

    expect(await editor("return (await rest.workflow('ombUserTesting')).name;")).toBe('User Testing, edited');
    expect(await decryptedCredentials(await deployment.n8n)).toContainEqual(expect.objectContaining({ name: 'of the operator', data: { name: 'X-Mine', value: 'mine' } }));

    const { version } = await live.status();
    await live.reviewUat('approve', { version });
    await until(live, 'delivered');
  }, 60 * MINUTES);

  it('delivers a session all the same whose Docker host is destroyed while its tests run: the other one runs them again, and the session says so', async () => {
    const session = frontend();
    const { body } = await session.submit({ spec: await readFile(join(ROOT, 'examples/library.yaml'), 'utf8') });
    const stream = await fetch(`${product.gatewayUrl}/sessions/${session.sessionId}/events`, { headers: { authorization: `Bearer ${String(body['token'])}` } });
    const heard: string[] = [];
    const listening = listen(stream, (line) => heard.push(line));
    const begun = (): readonly string[] => heard.flatMap((line) => /Running the test \w+/.exec(line) ?? []);

    const { version } = await until(session, 'spec_review');
    await session.reviewSpec('approve', { version });
    const dead = await hostOf(session);
    await session.watch(({ state }) => begun().length > 0 || state !== 'testing', 5 * MINUTES);
    await deployment.machines.destroyed(dead);
    expect((await session.status()).state).toBe('testing');
    const [first] = begun();
    const runs = (): number => begun().filter((each) => each === first).length;
    const before = runs();

    const uat = await until(session, 'uat');
    expect(await hostOf(session)).not.toBe(dead);
    await session.reviewUat('approve', { version: uat.version });
    await until(session, 'delivered');
    await listening;
    expect(runs()).toBeGreaterThan(before);
    expect(heard.join('\n')).toMatch(new RegExp(`The Docker host .{0,5}${String(deployment.endpoint.holds.instances[dead]?.['privateIpAddress'])}.{0,5} does not answer`));
    expect(await sql(`SELECT state FROM omb.sandbox_host WHERE '${dead}' = ANY(labels) AND state <> 'removed'`)).toBe('unreachable');
  }, 20 * MINUTES);

  it('destroys all of it', async () => {
    expect(await run('destroy', '--yes')).toContain('nothing is left.');
    expect(await deployment.machines.left()).toEqual([]);
  }, 5 * MINUTES);
});

/** Hears each line of a session's stream as it comes, to the end of the session. */
async function listen({ body }: Response, hear: (line: string) => void): Promise<void> {
  if (body === null) throw new Error('The stream has no body');
  for await (const line of createInterface({ input: Readable.fromWeb(body) })) hear(line);
}

/** By n8n's own command line, as the product's user. */
async function decryptedCredentials(n8n: DebianHost): Promise<readonly unknown[]> {
  const program = `const { apps } = require('/var/lib/odoo-module-builder/n8n/ecosystem.json');
    const { interpreter, script, cwd, env } = apps.find(({ name }) => name === 'n8n-main');
    process.stdout.write(require('child_process').execFileSync(interpreter, [script, 'export:credentials', '--all', '--decrypted'], { cwd, env: { ...process.env, ...env, N8N_RUNNERS_BROKER_PORT: '5799' }, encoding: 'utf8' }));`;
  const out = await n8n.must(`runuser -u odoo-builder -- node -e "$(echo ${Buffer.from(program).toString('base64')} | base64 -d)"`);
  return JSON.parse(out.slice(out.indexOf('[{'))) as readonly unknown[];
}

const zipOf = (status: StatusBody): string => (status['zip'] as { readonly digest: string }).digest;
