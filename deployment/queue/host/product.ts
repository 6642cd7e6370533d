import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../../src/app/app.js';
import { DOCKER_TLS_PORT } from '../../local/n8n-credentials.js';
import { UAT_PORTS } from '../uat-nginx-conf.js';
import { BACKUP_STAMP } from './backups.js';
import type { SetupConf } from './setup-conf.js';
import { generated } from './system.js';

/** As nginx-uat.conf has it. */
const UAT_DOOR_PORT = 5676;
const ETC = '/etc/odoo-module-builder';

/** A database of this host, as the product's role. */
export async function databaseUrl(name: string): Promise<string> {
  return `postgres://omb:${(await readFile(join(ETC, 'database-password'), 'utf8')).trim()}@127.0.0.1:5432/${name}`;
}

/** Settings of our nodes, the gateway and whatever else of the product runs on this host. */
export async function productSettings(conf: SetupConf): Promise<Record<string, string>> {
  return {
    OMB_METRICS_TOKEN: await generated('metrics-token'),
    OMB_UAT_SCHEME: 'https',
    ...(conf.uatDomain === null ? { OMB_UAT_DOMAIN: new URL(conf.publicUrl).hostname, OMB_UAT_PORTS: UAT_PORTS } : { OMB_UAT_DOMAIN: conf.uatDomain }),
    OMB_UAT_DOOR: `http://127.0.0.1:${UAT_DOOR_PORT}`,
    ...(conf.backup === null ? {} : { OMB_BACKUP_STAMP: BACKUP_STAMP }),
    ...(conf.sandboxImage === '' ? {} : { OMB_SANDBOX_IMAGE: conf.sandboxImage }),
    ...(conf.openAi?.model === undefined ? {} : { OMB_LLM_MODEL: conf.openAi.model }),
    ...(conf.openAi?.strongModel === undefined ? {} : { OMB_LLM_STRONG_MODEL: conf.openAi.strongModel }),
    ...conf.product,
  };
}

/** By which Docker hosts know this host, and it knows them. */
export async function clientFiles(): Promise<{ readonly ca: string; readonly cert: string; readonly key: string }> {
  const read = (name: string): Promise<string> => readFile(join(ETC, 'docker-client', `${name}.pem`), 'utf8');
  return { ca: await read('ca'), cert: await read('cert'), key: await read('key') };
}

/** The product on this host in this process, with the first Docker host as its own. @throws Error when none is configured */
export async function withProduct<T>(conf: SetupConf, work: (app: App) => Promise<T>): Promise<T> {
  const [own] = conf.dockerHosts;
  if (own === undefined) throw new Error('No Docker hosts are configured (DOCKER_HOSTS).');
  // The product's packages come with our own, which may have been installed a moment ago.
  const { composeApp } = await import('../../../src/compose.js');
  const app = await composeApp({ postgres: await databaseUrl('omb'), redis: null, openai: null, docker: { kind: 'tls', host: own.address, port: DOCKER_TLS_PORT, ...(await clientFiles()) } }, await productSettings(conf));
  try {
    return await work(app);
  } finally {
    await app.events.close();
  }
}
