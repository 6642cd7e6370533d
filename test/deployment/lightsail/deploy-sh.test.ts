import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, delimiter, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { LightsailEndpoint } from '../../fakes/lightsail/endpoint.js';
import { confText } from './deployed.js';

const DEPLOY_SH = resolve(__dirname, '../../../deployment/n8n/deploy.sh');

let endpoint: LightsailEndpoint;
let folder: string;

beforeEach(async () => {
  endpoint = await LightsailEndpoint.start({ lag: 2 });
  folder = await mkdtemp(join(tmpdir(), 'omb deploy '));
  await configure();
});

afterEach(async () => {
  await endpoint.stop();
  await rm(folder, { recursive: true });
  expect(endpoint.wrong).toEqual([]);
});

/** Keys are in the environment here, as most operators have them. */
const configure = (values: Readonly<Record<string, string>> = {}): Promise<void> => writeFile(join(folder, 'my.conf'), confText({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', DOCKER_HOSTS: '1', ...values }));

/** The script that an operator calls, told where Lightsail is by AWS's own variable alone. Nothing is behind its instances here. */
function start(...args: readonly string[]): ChildProcess {
  const env = {
    HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), XDG_CACHE_HOME: join(folder, 'cache'), PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    AWS_ENDPOINT_URL: endpoint.url, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary-of-the-secret-key',
  };
  return spawn(DEPLOY_SH, [...args, '--machines-only', '--config', 'my.conf'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = start(...args);
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  return { code, out: stdout + stderr };
}

const hosts = (): string[] => Object.keys(endpoint.holds.instances);

test('from nothing to all, one host more, one less, and to nothing again', async () => {
  const said: string[] = [];
  const call = async (...args: readonly string[]): Promise<string> => {
    const { code, out } = await run(...args);
    said.push(out);
    expect([out, code]).toEqual([out, 0]);
    return out;
  };
  expect(await call('plan')).toContain('2 of 20 instances');
  expect(endpoint.changed).toEqual([]);
  expect(await readdir(folder)).toEqual(['my.conf']);

  expect(await call()).toContain('Done: all is as the configuration says.');
  expect(hosts()).toEqual(['omb-n8n', 'omb-docker-1']);
  const changes = endpoint.changed.length;
  expect(await call('apply')).toContain('nothing to make, nothing to change');
  expect(endpoint.changed).toHaveLength(changes);

  await call('add-host');
  expect(hosts()).toEqual(['omb-n8n', 'omb-docker-1', 'omb-docker-2']);
  expect(await readFile(join(folder, 'my.conf'), 'utf8')).toContain('\nDOCKER_HOSTS=2\n');
  await call('remove-host', 'omb-docker-1', '--yes');
  expect(hosts()).toEqual(['omb-n8n', 'omb-docker-2']);
  expect(await call('apply')).toContain('nothing to make');
  expect(await call('status')).toMatch(/omb-n8n +n8n +running +198\.51\.100\.\d+ .* 22 and 5678 from 203\.0\.113\.7\/32; 80 and 443 and 8501-8644 from anywhere/);

  const refused = await run('destroy');
  expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('Nobody is there to ask')]);
  expect(await call('destroy', '--yes')).toContain('nothing is left.');
  expect(endpoint.holds).toEqual({ instances: {}, staticIps: {}, keyPairs: {}, snapshots: {} });

  const privateKey = await readFile(join(folder, 'config/odoo-module-builder/omb/id_rsa'), 'utf8');
  const secrets = ['canary-of-the-secret-key', ...privateKey.split('\n').slice(1, -2)];
  const everything = [...said, ...endpoint.calls.map(({ raw }) => raw)].join('\n');
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
});

test('killed in the middle, the next call takes the lock over and goes on', async () => {
  const child = start();
  endpoint.dieAt(4, 'after', () => child.kill('SIGKILL'));
  expect((await once(child, 'close'))[1]).toBe('SIGKILL');
  endpoint.revive();
  expect(Object.keys(endpoint.holds.keyPairs)).toContain('omb-lock');
  const { code, out } = await run();
  expect([out, code]).toEqual([out, 0]);
  expect(hosts()).toEqual(['omb-n8n', 'omb-docker-1']);
  expect(endpoint.changed.filter((operation) => operation === 'AllocateStaticIp')).toHaveLength(1);
});

test('mistakes in the configuration, wrong calls and a second Docker host that is not there are told before anything is changed', async () => {
  await configure({ OPERATOR_CIDRS: '', DOCKER_HOSTS: '0' });
  const wrong = await run();
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain('2 mistakes in my.conf; nothing was changed.\n  my.conf:7: OPERATOR_CIDRS is empty');
  expect((await run('deploy')).out).toContain('“deploy” is no command');
  await configure();
  expect((await run('ssh', 'omb-docker-2')).out).toContain('There is no host omb-docker-2.');
  expect((await run('remove-host', 'omb-docker-2', '--yes')).out).toContain('There is no Docker host omb-docker-2; there is none.');
  expect(endpoint.changed).toEqual([]);
});
