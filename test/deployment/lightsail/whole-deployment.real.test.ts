import dns from 'node:dns';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { runJob } from '../../../deployment/local/job.js';
import { Frontend } from '../../../deployment/local/frontend.js';
import { Progress } from '../../../deployment/local/progress.js';
import { chromium } from 'playwright-core';
import { zipEntries } from '../../support/zip-entries.js';
import { openPorts, strangersAnswer } from '../host/debian-host.js';
import { TestDeployment } from './deployment.js';

const ROOT = resolve(__dirname, '../../..');
const MINUTES = 60_000;
/** A call for each step instead of two in all. */
const AT_EACH_STEP = process.env['OMB_DEPLOY_KILL'] === 'each';

/** One deployment, from nothing to nothing: each test goes on where the one before it has ended. */
describe('deploy.sh with real Debian hosts behind Lightsail', () => {
  let deployment: TestDeployment;
  /** As a frontend calls it. */
  const product = { webhookUrl: '', gatewayUrl: '', apiKey: '' };
  const tried = new Frontend(product, 'tried-over-the-public-address');

  beforeAll(async () => {
    deployment = await TestDeployment.start('deploy', { DOCKER_HOSTS: '1' });
  }, 10 * MINUTES);
  afterAll(() => deployment?.end(), 5 * MINUTES);

  it(AT_EACH_STEP ? 'killed at each of its steps in turn, every next call goes on, and the last one to the end' : 'killed while it installs a Docker host, the next call goes on to the end', async () => {
    if (AT_EACH_STEP) {
      const { steps, out } = await deployment.applyKilledAtEachStep();
      expect(out).toContain('Done: all is as the configuration says.');
      // Those at Lightsail, those of a Docker host and those of the n8n host.
      for (const step of [/make the instance omb-n8n/, /omb-docker-1: Docker, certificates, firewall/, /omb-docker-1: sending omb-sandbox/, /omb-n8n: databases/, /omb-n8n: workflows/, /omb-n8n: a canary session/]) expect(steps).toContainEqual(expect.stringMatching(step));
    } else {
      await deployment.run([], /omb-docker-1: Docker, certificates, firewall/);
      expect(await deployment.run([])).toContain('Done: all is as the configuration says.');
    }
    await call(deployment.address);
  }, 90 * MINUTES);

  it('takes a session from a YAML specification to a zip over the public address, with the module tried on the Docker host', async () => {
    const spec = await readFile(join(ROOT, 'examples/library.yaml'), 'utf8');
    const result = await runJob(product, { input: { spec }, outDir: deployment.folder, timeoutMs: 15 * MINUTES }, new Progress(new PassThrough()));
    expect(result).toMatchObject({ delivered: true, reason: null, verdict: expect.stringMatching(/^green/) });
    const entries = await zipEntries(await readFile(result.zip?.path ?? ''));
    expect([...entries.keys()]).toContain('library_lending/__manifest__.py');
  }, 20 * MINUTES);

  /** From now on the product is called by that name or address, and the certificate that it has signed itself is taken for its own. */
  async function call(host: string): Promise<void> {
    const n8n = await deployment.machines.host('omb-n8n');
    setDefaultCACertificates([...getCACertificates(), await n8n.must('cat /etc/odoo-module-builder/tls/fullchain.pem')]);
    const { apiKey } = JSON.parse(await n8n.must('cat /var/lib/odoo-module-builder/n8n/secrets.json')) as { readonly apiKey: string };
    Object.assign(product, { webhookUrl: `https://${host}/webhook`, gatewayUrl: `https://${host}`, apiKey });
  }

  /** The session's live Odoo in a browser that asks no DNS and takes the host's own certificate; says where it ends. */
  async function open(names: string): Promise<{ readonly origin: string; readonly login: number }> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await openOnce(names);
      } catch (error) {
        // A browser lets go of its connections when this machine gets or loses a network, as others' tests have it.
        if (tries === 5 || !String(error).includes('ERR_NETWORK_CHANGED')) throw error;
      }
    }
  }

  async function openOnce(names: string): Promise<{ readonly origin: string; readonly login: number }> {
    const { status, body } = await tried.gateway(`/sessions/${tried.sessionId}/uat-links`, { method: 'POST' });
    expect(status).toBe(201);
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', `--host-resolver-rules=${names}`] });
    try {
      const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
      await page.goto(String(body['url']));
      await page.locator('.o_action_manager .o_view_controller').waitFor({ timeout: 60_000 });
      // Its messages come over a websocket.
      await page.evaluate((host) => new Promise((opened, failed) => {
        const socket = new WebSocket(`wss://${host}/websocket?version=19.0-2`);
        socket.onopen = opened;
        socket.onerror = failed;
      }), new URL(page.url()).host);
      const { origin } = new URL(page.url());
      return { origin, login: (await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage().then((stranger) => stranger.goto(`${origin}/web/login`)))?.status() ?? 0 };
    } finally {
      await browser.close();
    }
  }

  it('lets a person into the live Odoo on the Docker host by a one-time link, on a port of the public address', async () => {
    await tried.submit({ spec: await readFile(join(ROOT, 'examples/library.yaml'), 'utf8') });
    const { version } = await tried.watch(({ state }) => state === 'spec_review', MINUTES);
    await tried.reviewSpec('approve', { version });
    const { uat } = await tried.watch(({ state }) => ['uat', 'code_review', 'failed'].includes(state), 10 * MINUTES);
    expect(uat).toEqual({ url: expect.stringMatching(/^https:\/\/[\d.]+:8\d\d\d$/), login: 'admin' });
    expect(await open('EXCLUDE localhost')).toEqual({ origin: (uat as { readonly url: string }).url, login: 200 });
  }, 15 * MINUTES);

  it('answers on its public addresses what is promised, and to a stranger no more', async () => {
    const n8n = deployment.address;
    const docker = String(deployment.endpoint.holds.instances['omb-docker-1']?.['publicIpAddress']);
    const probe = (address: string): Promise<readonly number[]> => openPorts(deployment.machines.networks.outer, address);
    expect(await probe(n8n)).toEqual([80, 443, 8501]);
    expect(await probe(docker)).toEqual([]);
    const inner = String(deployment.endpoint.holds.instances['omb-docker-1']?.['privateIpAddress']);
    expect(await openPorts(deployment.machines.networks.inner, inner)).toEqual([22]);
    expect(await strangersAnswer(deployment.machines.networks.outer, `https://${n8n}:8644/web`)).toMatch(/There is no Odoo here[^]* 404$/);
    expect(await strangersAnswer(deployment.machines.networks.outer, `https://${n8n}/webhook/session-status?sessionId=none-of-this-name`)).toMatch(/api_key[^]* 403$/);
  }, 5 * MINUTES);

  it('the editor of a host without a domain is for the operator alone, at its address and by the port that n8n is known for', async () => {
    const address = deployment.address;
    const redirected = await fetch(`http://${address}:5678/home`, { redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([308, `https://${address}/home`]);
    const password = await (await deployment.machines.host('omb-n8n')).must('cat /etc/odoo-module-builder/editor-password');
    const editor = (headers: Record<string, string>): Promise<Response> => fetch(`https://${address}/`, { headers });
    expect((await editor({})).status).toBe(401);
    expect((await editor({ authorization: `Basic ${Buffer.from(`operator:${password}`).toString('base64')}` })).status).toBe(200);
    expect(await strangersAnswer(deployment.machines.networks.outer, `https://${address}/`)).toMatch(/There is nothing here[^]* 404$/);
  }, MINUTES);

  it('comes back by itself when the n8n host restarts', async () => {
    await deployment.machines.reboot('omb-n8n');
    const n8n = await deployment.machines.host('omb-n8n');
    await n8n.must('for port in 5688 5679 5680 5691 5692; do until curl -fs http://127.0.0.1:$port/healthz/readiness; do sleep 2; done; done');
    const answer = await fetch(`https://${deployment.address}/webhook/session-status?sessionId=none-of-this-name`);
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ type: expect.stringContaining('api_key') })]);
  }, 10 * MINUTES);

  it('changes nothing the second time', async () => {
    const state = async (): Promise<string[]> => Promise.all(['omb-n8n', 'omb-docker-1'].map(async (name) => (await deployment.machines.host(name)).must('cat /etc/odoo-module-builder/installed; stat -c %Y /etc/odoo-module-builder/* | sha256sum; pidof dockerd node || :')));
    const [before, changes] = [await state(), deployment.endpoint.changed.filter((operation) => !operation.endsWith('KeyPair')).length];
    expect(await deployment.run(['apply'])).toContain('omb-n8n: is as it should be');
    expect(await state()).toEqual(before);
    expect(deployment.endpoint.changed.filter((operation) => !operation.endsWith('KeyPair'))).toHaveLength(changes);
  }, 5 * MINUTES);

  it('with a domain the same live Odoo has a name, and nothing but the web’s ports is open; what has no certificate yet is told', async () => {
    await deployment.configure({ DOCKER_HOSTS: '1', DOMAIN: 'builder.test', FRONTEND_ORIGIN: 'https://app.example.com' });
    const out = await deployment.run(['apply']);
    expect(out).toContain('WARNING: no certificate for builder.test yet');
    expect(out).toContain('WARNING: no certificate for *.uat.builder.test: a wildcard is proven by DNS');
    const address = deployment.address;
    const { lookup } = dns;
    // Nobody's DNS has it.
    jest.spyOn(dns, 'lookup').mockImplementation(((name: string, options: dns.LookupAllOptions, done: (error: null, found: readonly dns.LookupAddress[]) => void) =>
      name === 'builder.test' ? done(null, [{ address, family: 4 }]) : lookup(name, options, done as never)) as never);
    await call('builder.test');
    const { uat } = (await tried.status()) as { readonly uat?: { readonly url: string } };
    expect(uat?.url).toMatch(/^https:\/\/[a-z0-9]{20}\.uat\.builder\.test$/);
    expect(await open(`MAP *.builder.test ${address}`)).toEqual({ origin: uat?.url, login: 200 });
    expect(await openPorts(deployment.machines.networks.outer, address)).toEqual([80, 443]);
    expect((await tried.reviewUat('approve')).status).toBe(202);
    await tried.watch(({ state }) => state === 'delivered', 2 * MINUTES);
  }, 20 * MINUTES);

  it('destroys all of it', async () => {
    expect(await deployment.run(['destroy', '--yes'])).toContain('nothing is left.');
    expect(await deployment.machines.left()).toEqual([]);
    expect(deployment.endpoint.holds).toEqual({ instances: {}, staticIps: {}, keyPairs: {}, snapshots: {} });
  }, 5 * MINUTES);
});
