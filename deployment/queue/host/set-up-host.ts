import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { n8nCredentials } from '../../local/n8n-credentials.js';
import { n8nBaseUrl } from '../../local/n8n-env.js';
import { importInto, readWorkflows } from '../../local/n8n-import.js';
import { installCommunityPackage } from '../../local/n8n-package.js';
import { type Starting, untilReady, untilRegistered, webhooksOf } from '../../local/n8n-ready.js';
import { N8nRest } from '../../local/n8n-rest.js';
import { ensureSecrets, type N8nSecrets } from '../../local/n8n-secrets.js';
import { importLines } from '../../local/say-imported.js';
import { ecosystem } from '../ecosystem.js';
import { readN8nSettings } from '../n8n-settings.js';
import { HOST_PORTS, queueProcesses } from '../processes.js';
import { shareNodes } from '../share-nodes.js';
import { setUpBackups } from './backups.js';
import { canarySession } from './canary.js';
import { setUpDoor } from './door.js';
import { bringHosts } from './hosts.js';
import { clientFiles, databaseUrl, productSettings, withProduct } from './product.js';
import { readSetupConf, type SetupConf } from './setup-conf.js';
import { ownerNamed, put, run } from './system.js';
import { systemdUnit } from './unit.js';

const ETC = '/etc/odoo-module-builder';
const HOME = '/var/lib/odoo-module-builder/n8n';
const USER = 'odoo-builder';
const UNIT = 'odoo-builder.service';
const READY_MS = 300_000;

export interface Release {
  /** The unpacked release. */
  readonly release: string;
  /** n8n's folder, with `node_modules` in it. */
  readonly n8n: string;
  readonly replaceEdits: boolean;
}

/** Everything after databases and n8n: package, processes, door, owner, credentials, workflows, Docker hosts, and the proof. */
export async function setUpHost({ release, n8n, replaceEdits }: Release, say: (line: string) => void): Promise<void> {
  const conf = readSetupConf(await readFile(join(ETC, 'setup.conf'), 'utf8'));
  const shown = join(ETC, 'passwords-shown');
  const isShown = await readFile(shown).then(() => true, () => false);
  const secrets = await ensureSecrets(HOME, conf.owner);
  say('package');
  const packageDigest = await installCommunityPackage(HOME, join(release, 'package.tgz'), stopped);
  const productDatabaseUrl = await databaseUrl('omb');
  const processes = queueProcesses({
    settings: await readN8nSettings(release),
    n8nBin: join(n8n, 'node_modules/n8n/bin/n8n'),
    gatewayMain: join(HOME, '.n8n/nodes/node_modules/n8n-nodes-odoo-module-builder/dist/src/gateway/main.js'),
    hookFile: '/opt/odoo-module-builder/problem-json.hook.cjs',
    folder: HOME,
    databaseUrl: await databaseUrl('n8n'),
    productDatabaseUrl,
    redis: { host: '127.0.0.1', port: 6379 },
    secrets,
    ports: HOST_PORTS,
    publicUrl: conf.publicUrl,
    product: await productSettings(conf),
  });
  await shareNodes(HOME, processes);
  for (const { cwd } of processes) await run('mkdir', '-p', cwd);
  await run('chown', '-R', `${USER}:`, HOME);
  const hook = await put('/opt/odoo-module-builder/problem-json.hook.cjs', await readFile(join(release, 'deployment/n8n/runtime/problem-json.hook.cjs'), 'utf8'));
  const stamp = createHash('sha256').update(packageDigest).digest('hex');
  const owner = await ownerNamed(USER);
  const changed = [
    await put(join(HOME, 'ecosystem.json'), ecosystem(processes, { node: '/usr/local/bin/node', logFolder: null }), 0o600, owner),
    await put(join('/etc/systemd/system', UNIT), systemdUnit(HOME, USER)),
    await put(join(HOME, 'package.sha256'), stamp),
    hook,
  ].some(Boolean);
  await environmentLine(`PM2_HOME=${HOME}/pm2`);
  await setUpBackups(release, conf.backup);
  say('processes');
  await run('systemctl', 'daemon-reload');
  await run('systemctl', '--quiet', 'enable', UNIT);
  await run('systemctl', changed ? 'restart' : 'start', UNIT);
  // After them: a former release's n8n may listen where the new door does.
  say('door');
  const door = await setUpDoor(release, conf);
  await imported({ release, replaceEdits, conf, secrets, packageDigest, productDatabaseUrl }, say);
  if (conf.dockerHosts.length === 0) say('no Docker hosts are configured (DOCKER_HOSTS): modules cannot be tested yet, and so no canary session was run');
  else {
    say('Docker hosts');
    await withProduct(conf, (app) => bringHosts(app, conf.dockerHosts, say));
    say('a canary session, from a YAML specification to its verdict');
    await canarySession({ webhookUrl: `${n8nBaseUrl(HOST_PORTS.webhooks[0] ?? 0)}/webhook`, gatewayUrl: n8nBaseUrl(HOST_PORTS.gateway), apiKey: secrets.apiKey });
    say('the canary session’s verdict is green');
  }
  for (const line of door.told) say(line);
  if (!isShown) {
    const made = (configured: string, password: string): string => (configured === '' ? `${password} (shown this once)` : 'the password of the configuration');
    say(`nginx asks before the editor: ${conf.door.name} / ${made(conf.door.password, door.password)}`);
    say(`the editor's login: ${secrets.owner.email} / ${made(conf.owner.password, secrets.owner.password)}`);
    say(`X-API-Key of the webhooks: ${secrets.apiKey} (shown this once)`);
    await put(shown, '');
  }
  say(`done: ${conf.publicUrl}; the token of metrics and health is in ${ETC}/metrics-token`);
}

/** A stage that reads a file while npm takes it away ends as our mistake; one that is cut off is done again. */
async function stopped(): Promise<void> {
  if ((await run('systemctl', 'show', '--property=LoadState', '--value', UNIT)) === 'loaded') await run('systemctl', 'stop', UNIT);
}

/** For `pm2 ls` of whoever logs in. */
async function environmentLine(line: string): Promise<void> {
  const before = await readFile('/etc/environment', 'utf8').catch(() => '');
  if (!before.split('\n').includes(line)) await put('/etc/environment', `${before.trimEnd()}\n${line}\n`.trimStart());
}

interface Import {
  readonly release: string;
  readonly replaceEdits: boolean;
  readonly conf: SetupConf;
  readonly secrets: N8nSecrets;
  readonly packageDigest: string;
  readonly productDatabaseUrl: string;
}

async function imported({ release, replaceEdits, conf, secrets, packageDigest, productDatabaseUrl }: Import, say: (line: string) => void): Promise<void> {
  const unit: Starting = {
    logFile: `journalctl -u ${UNIT}`,
    async assertAlive() {
      const state = await run('systemctl', 'show', '--property=ActiveState', '--value', UNIT);
      if (state === 'failed') throw new Error(`${UNIT} has failed: journalctl -u ${UNIT}`);
    },
  };
  const main = n8nBaseUrl(HOST_PORTS.main);
  await untilReady(unit, main, READY_MS);
  say('workflows');
  const workflows = await readWorkflows(join(release, 'workflows'));
  const [first] = conf.dockerHosts;
  const docker = first === undefined ? '/var/run/docker.sock' : { host: first.address, ...(await clientFiles()) };
  try {
    const rest = await N8nRest.login(main, secrets.owner);
    const credentials = n8nCredentials({ productDatabaseUrl, apiKey: secrets.apiKey, docker, ...(conf.openAi === null ? {} : { openAi: conf.openAi }) });
    for (const line of importLines(await importInto(rest, HOME, { workflows, credentials, packageDigest, replaceEdits }))) say(line);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\nThe workflows could not be imported. By hand: open ${conf.publicUrl}, make the credentials of the README's table, then Workflows → Import from File with each file of ${join(release, 'workflows')}, choose the credentials in its nodes, and publish it. Or run setup-n8n.sh again.`, { cause });
  }
  const webhooks = webhooksOf(workflows);
  for (const port of HOST_PORTS.webhooks) await untilRegistered(unit, n8nBaseUrl(port), webhooks, READY_MS);
  for (const port of HOST_PORTS.workers) await untilReady(unit, n8nBaseUrl(port), READY_MS);
  await untilRegistered(unit, n8nBaseUrl(HOST_PORTS.stages), webhooks.filter(({ path }) => path.startsWith('stage-')), READY_MS);
}
