import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDocker } from '../local/docker.js';
import { ensureImages } from '../local/images.js';
import { packRelease } from '../queue/release.js';
import { installDockerHost } from './docker-host.js';
import { localImage } from './images.js';
import { clientCertificate, installN8nHost } from './n8n-host.js';
import { RemoteHost, type HostAccess } from './remote-host.js';
import { runScript } from './run-script.js';
import { digestOfTar } from './stamp.js';

export interface StandingHost {
  readonly access: HostAccess;
  readonly privateIp: string;
}

export interface Installation {
  /** The project's folder. */
  readonly root: string;
  /** The operator's keys. */
  readonly folder: string;
  readonly n8n: StandingHost;
  readonly docker: readonly StandingHost[];
  /** As people and frontends call the n8n host: `https://builder.example.com`. */
  readonly publicUrl: string;
  /** Where live Odoos may be shown in a frame; empty: nowhere. */
  readonly frontendOrigin: string;
  /** certbot's plugin and what it proves itself by; null: no certificate for live Odoos. */
  readonly dns: { readonly plugin: string; readonly credentials: string } | null;
  /** For setup-n8n.sh: the operator's own passwords and the language model. */
  readonly setup: Readonly<Record<string, string>>;
  /** The public key that the n8n host's backups are encrypted to, and for how many days it keeps them. */
  readonly backup: { readonly recipient: string; readonly days: number };
  say(line: string): void;
}

/**
 * Puts the product onto hosts that stand. What is there already stays as it is; what was cut off is finished.
 *
 * @throws RemoteError with the last lines of the step that failed
 */
export async function installProduct(installation: Installation): Promise<void> {
  const { root, say } = installation;
  // They are built here once, as for `npm start`; the hosts then have the very same.
  await ensureDocker({ onProgress: say });
  const images = await ensureImages({ root, onProgress: say });
  const [sandbox, uatGateway] = await Promise.all([localImage(images.sandbox), localImage(images.uatGateway)]);
  const script = join(root, 'deployment/n8n/scripts/install-dependencies.sh');
  const reach = async ({ access }: StandingHost): Promise<RemoteHost> => {
    const host = await RemoteHost.at(access, installation.folder);
    await host.untilAnswering();
    return host;
  };
  const n8n = await reach(installation.n8n);
  const n8nCertificate = await clientCertificate(n8n, script, say);
  // Debian's packages of the n8n host come while the Docker hosts get theirs.
  const prepared = runScript(n8n, script, ['--role', 'n8n', ...(installation.dns === null ? [] : ['--dns-plugin', installation.dns.plugin])], say);
  const hosts = installation.docker.toSorted(byName).map(async (standing) => {
    const host = await reach(standing);
    const ca = await installDockerHost(host, { script, n8nCertificate, address: standing.privateIp, n8nAddress: installation.n8n.privateIp, sandbox, uatGateway, frontendOrigin: installation.frontendOrigin }, say);
    return { name: host.name, address: standing.privateIp, ca };
  });
  const [docker] = await Promise.all([allOf(hosts), prepared]);
  const folder = await mkdtemp(join(tmpdir(), 'omb-release-'));
  try {
    const file = await packRelease(root, folder);
    await installN8nHost(n8n, {
      script,
      release: { file, digest: await digestOfTar(file) },
      authorities: docker.map(({ ca }) => ca),
      dnsCredentials: installation.dns?.credentials ?? '',
      conf: { PUBLIC_URL: installation.publicUrl, SANDBOX_IMAGE: sandbox.tag, DNS_PLUGIN: installation.dns?.plugin ?? '', OMB_FRONTEND_ORIGIN: installation.frontendOrigin, DOCKER_HOSTS: docker.map(({ name, address }) => `${name}=${address}`).join(','), BACKUP_RECIPIENT: installation.backup.recipient, BACKUP_DAYS: String(installation.backup.days), ...installation.setup },
    }, say);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `docker-2` before `docker-10`. */
const byName = (a: StandingHost, b: StandingHost): number => a.access.name.localeCompare(b.access.name, 'en', { numeric: true });

/** Waits for all, so that none goes on behind an error; then the first error counts. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
}
