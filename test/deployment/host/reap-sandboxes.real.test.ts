import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { adoptedName, LABEL } from '../../../src/adapters/docker/labels.js';
import { onPath } from '../../../deployment/local/on-path.js';
import { aptInstall } from '../../../deployment/local/apt.js';
import { testImages } from '../../support/images.js';
import { SCRIPTS } from './debian-host.js';

/**
 * The script that install-dependencies.sh puts on each Docker host, on this machine's Docker: no n8n, no database, no Redis. Each
 * reaper ends what has expired, whoever made it, so this one is told of our containers alone and lives ten minutes ahead of others.
 */
const AHEAD_SECONDS = 600;
const docker = new Docker();
const installation = `reaper-test-${process.pid}`;
let folder: string;
let script: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-reaper-'));
  script = join(folder, 'reap-sandboxes');
  const installer = await readFile(`${SCRIPTS}/install-dependencies.sh`, 'utf8');
  const [, text = ''] = /<<'REAPER'[^\n]*\n([^]*?)\nREAPER\n/.exec(installer) ?? [];
  await writeFile(script, `${text}\n`, { mode: 0o755 });
  const tools = join(folder, 'bin');
  await mkdir(tools);
  const tool = async (name: string, lines: string): Promise<void> => writeFile(join(tools, name), `#!/bin/sh\nPATH=\${PATH#*:}\n${lines}\nexec ${name} "$@"\n`, { mode: 0o755 });
  await tool('docker', `if [ "$1" = ps ]; then set -- "$@" --filter label=${LABEL.installation}=${installation}; fi`);
  await tool('date', `if [ "$*" = +%s ]; then echo $(($(date +%s) + ${AHEAD_SECONDS})); exit; fi`);
});
afterAll(async () => {
  for (const { Id } of await ours()) await docker.getContainer(Id).remove({ force: true, v: true }).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

const ours = () => docker.listContainers({ all: true, filters: { label: [`${LABEL.installation}=${installation}`] } });
/** Of the reaper's clock. */
const at = (seconds: number): Date => new Date(Date.now() + (AHEAD_SECONDS + seconds) * 1000);
const inSeconds = (seconds: number): string => at(seconds).toISOString();

async function container(labels: Readonly<Record<string, string>>, isRunning = true): Promise<Docker.Container> {
  const made = await docker.createContainer({ Image: testImages().sandbox, Entrypoint: ['sleep'], Cmd: ['600'], Healthcheck: { Test: ['NONE'] }, HostConfig: { NetworkMode: 'none' }, Labels: { [LABEL.installation]: installation, ...labels } });
  if (isRunning) await made.start();
  return made;
}
const sandbox = (expires: string, more: Readonly<Record<string, string>> = {}, isRunning = true) => container({ [LABEL.role]: 'sandbox', [LABEL.purpose]: 'test', [LABEL.expires]: expires, ...more }, isRunning);

test('the reaper of a Docker host ends what is past its time, by label and by the name of who adopted it, and leaves the rest', async () => {
  const root = join(folder, 'uat');
  for (const name of ['abcdefghij0123456789', 'bbbbbbbbbb0123456789', 'cccccccccc0123456789', '_gateway']) await mkdir(join(root, name), { recursive: true });
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of ['abcdefghij0123456789', 'bbbbbbbbbb0123456789', '_gateway']) await utimes(join(root, name), longAgo, longAgo);

  const gone = await Promise.all([sandbox(inSeconds(-1)), sandbox(inSeconds(-60), {}, false), sandbox(inSeconds(600))]);
  await gone[2].rename({ name: adoptedName(gone[2].id, { sessionId: 'adopted-session', expiresAt: at(-1) }) });
  // Any other reaper may be the one that takes it.
  await sandbox('no time');
  const kept = await Promise.all([sandbox(inSeconds(600), { [LABEL.slug]: 'bbbbbbbbbb0123456789' }), sandbox(inSeconds(-60)), container({ [LABEL.role]: 'app-template-builder' }), container({ [LABEL.role]: 'something-else', [LABEL.expires]: inSeconds(-60) })]);
  // A warm one that was adopted lives as long as its session was promised.
  await kept[1].rename({ name: adoptedName(kept[1].id, { sessionId: 'adopted-session', expiresAt: at(600) }) });

  const run = () => promisify(execFile)(script, [], { env: { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, OMB_UAT_SOCKET_ROOT: root } });
  const { stdout } = await run();
  for (const { id } of gone) expect(stdout).toContain(`ended sandbox ${id}`);
  expect((await ours()).map(({ Id }) => Id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
  // Without its container and old; one of a sandbox that lives, one that has just been made and the gateway's own stay.
  expect((await readdir(root)).toSorted()).toEqual(['_gateway', 'bbbbbbbbbb0123456789', 'cccccccccc0123456789']);
  expect((await run()).stdout).not.toMatch(new RegExp(kept.map(({ id }) => id).join('|')));
}, 120_000);

test('shellcheck has nothing to say of it', async () => {
  if (!(await onPath('shellcheck'))) await aptInstall('shellcheck');
  await expect(promisify(execFile)('shellcheck', [script])).resolves.toEqual({ stdout: '', stderr: '' });
});
