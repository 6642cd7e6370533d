import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { drainHost } from '../hosts/drain.js';
import { installProduct, type StandingHost } from '../hosts/install.js';
import { RemoteHost } from '../hosts/remote-host.js';
import { backup, restore } from './backup.js';
import { ensureBackupKey } from './backup-key.js';
import { connect, PACE, type Api } from './api.js';
import { withValue } from './conf-file.js';
import { parseDeploymentConf, type DeploymentConf } from './deployment-conf.js';
import { Deploy } from './deploy.js';
import { ensureKey, readKey } from './key-pair.js';
import { DeploymentLock } from './lock.js';
import { readCall, USAGE, type DeployCall } from './options.js';
import { sayChange } from './say-change.js';
import { sayError } from './say-error.js';

const ROOT = resolve(__dirname, '../../..');
const CONFIG = join(ROOT, 'deployment/n8n/configs/deployment.conf');

/** The folder in which deploy.sh was called. */
const CALLED_FROM = process.env['INIT_CWD'] || process.cwd();

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** deploy.sh: one call, from its arguments to its exit code. */
async function main(args: readonly string[]): Promise<void> {
  const given = readCall(args, CONFIG);
  const call = { ...given, config: resolve(CALLED_FROM, given.config) };
  if (call.command === 'help') return say(USAGE);
  const conf = await readConf(call.config);
  const api = connect(conf, PACE, (why) => process.stderr.write(`  ${why}\n`));
  try {
    await dispatch(call, conf, api);
  } finally {
    api.end();
  }
}

async function dispatch(call: DeployCall, conf: DeploymentConf, api: Api): Promise<void> {
  const lock = new DeploymentLock(api, conf.project, PACE);
  // A mistake is told before anything is made.
  const dns = ['plan', 'apply', 'add-host'].includes(call.command) ? await dnsOf(conf, call.config) : null;
  const deployOf = (wanted: DeploymentConf): Deploy => {
    const folder = stateFolder(conf.project);
    const install = call.machinesOnly ? null : async (n8n: StandingHost, docker: readonly StandingHost[]): Promise<void> => installProduct({
      root: ROOT, folder, n8n, docker, publicUrl: `https://${conf.domain ?? n8n.access.address}`, frontendOrigin: conf.frontendOrigin, dns,
      setup: { ...conf.setup, UAT_DOMAIN: conf.uatDomain ?? '', EDITOR_CIDRS: conf.domain === null ? conf.operatorCidrs.join(',') : '' },
      say: (line) => say(`  ${line}`),
      backup: { recipient: await ensureBackupKey(folder, sayKept), days: conf.backupDays },
    });
    return new Deploy({ conf: wanted, api, pace: PACE, lock, say, install, key: (make) => (make ? ensureKey(folder) : readKey(folder)) });
  };
  const deploy = deployOf(conf);
  switch (call.command) {
    case 'plan':
      return deploy.plan();
    case 'apply':
      return deploy.apply();
    case 'status':
      return deploy.status();
    case 'unlock':
      await lock.release();
      return say('Unlocked.');
    case 'add-host': {
      const dockerHosts = Math.max(conf.dockerHosts, (await deploy.dockerHosts()).length) + 1;
      return deployOf(await writeDockerHosts(call.config, dockerHosts)).apply('add-host');
    }
    case 'remove-host':
      return removeHost(call, conf, deploy);
    case 'ssh':
      return interactive(await RemoteHost.at(await deploy.access(call.host), stateFolder(conf.project)), null);
    case 'logs':
      return interactive(await RemoteHost.at(await deploy.access(call.host), stateFolder(conf.project)), LOGS);
    case 'backup':
      return backup({ deploy, lock, folder: stateFolder(conf.project), say });
    case 'restore':
      return restore({ deploy, lock, folder: stateFolder(conf.project), say }, call.from ?? '', CALLED_FROM, (what) => confirm(call.yes, what, conf.project));
    case 'destroy':
      return destroy(call, conf, deploy);
  }
}

/** Of what the product runs on a host, whichever of the two kinds it is. */
const LOGS = 'journalctl --lines 200 --follow --output short-iso --unit odoo-builder --unit odoo-builder-backup --unit nginx --unit odoo-builder-certificates --unit postgresql@17-main --unit redis-server --unit docker';

/** Hands the terminal over to a command on a host, or to a shell. */
async function interactive(host: RemoteHost, command: string | null): Promise<void> {
  const [code] = (await once(spawn('ssh', host.interactive(command), { stdio: 'inherit' }), 'close')) as [number | null];
  process.exitCode = code ?? 1;
}

const sayKept = (file: string): void => say(`\n  A key was made that opens the backups of this deployment: ${file}\n  It is on no host. Keep it in another place too: without it no backup can be restored.\n`);

async function removeHost({ config, host, yes, minutes }: DeployCall, conf: DeploymentConf, deploy: Deploy): Promise<void> {
  const hosts = await deploy.dockerHosts();
  const name = host ?? '';
  if (!hosts.includes(name)) throw new Error(`There is no Docker host ${name}; there is ${hosts.join(', ') || 'none'}.`);
  if (hosts.length === 1) throw new Error(`${name} is the last Docker host. ./deploy.sh destroy deletes all.`);
  await confirm(yes, `${name} gets no more work, is waited for for ${minutes} minutes at most, and is deleted.`, name);
  await writeDockerHosts(config, hosts.length - 1);
  await deploy.removeHost(name, async (n8n, address) => drainHost(await RemoteHost.at(n8n, stateFolder(conf.project)), address, minutes, (line) => say(`  ${name}: ${line}`)));
}

async function destroy({ yes }: DeployCall, conf: DeploymentConf, deploy: Deploy): Promise<void> {
  const steps = await deploy.belongings();
  if (steps.length === 0) say(`Nothing of ${conf.project} stands.`);
  else await confirm(yes, `This deletes, for good:\n${steps.map(({ change }) => `  ${sayChange(change)}`).join('\n')}`, conf.project);
  await deploy.destroy();
}

/** @throws Error when the answer is not the word, or there is nobody to ask */
async function confirm(yes: boolean, what: string, word: string): Promise<void> {
  say(what);
  if (yes) return;
  if (!process.stdin.isTTY) throw new Error('Nobody is there to ask: with --yes it is done without asking. Nothing was changed.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Type ${word} to go on: `).finally(() => terminal.close());
  if (answer.trim() !== word) throw new Error('Nothing was changed.');
}

async function readConf(path: string): Promise<DeploymentConf> {
  const file = relative(CALLED_FROM, path) || path;
  const [text, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The configuration ${file} cannot be read (${cause.code ?? cause.message}).`, { cause });
  });
  return parseDeploymentConf({ file, text, mode });
}

/** @throws Error when the file cannot be read, or others may read it too */
async function dnsOf({ dns: { plugin, credentials } }: DeploymentConf, config: string): Promise<{ readonly plugin: string; readonly credentials: string } | null> {
  if (credentials === null) return null;
  const file = resolve(dirname(config), credentials);
  const [text, { mode }] = await Promise.all([readFile(file, 'utf8'), stat(file)]).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`DNS_CREDENTIALS: ${file} cannot be read (${cause.code ?? cause.message}).`, { cause });
  });
  if ((mode & 0o077) !== 0) throw new Error(`DNS_CREDENTIALS: others may read ${file}; chmod 600 ${file}`);
  return { plugin, credentials: text };
}

/** The configuration says how many hosts there are, so that the next apply does not undo what was asked for. */
async function writeDockerHosts(path: string, count: number): Promise<DeploymentConf> {
  await writeFile(path, withValue(await readFile(path, 'utf8'), 'DOCKER_HOSTS', String(count)));
  say(`DOCKER_HOSTS is ${count} now.`);
  return readConf(path);
}

/** Keys of the hosts: not in the clone, which may go. */
function stateFolder(project: string): string {
  return join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'odoo-module-builder', project);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${sayError(error)}\n`);
  process.exitCode = 1;
});
