import { readFile } from 'node:fs/promises';
import { sendImage, type LocalImage } from './images.js';
import { quote } from './quote.js';
import type { RemoteHost } from './remote-host.js';
import { runScript } from './run-script.js';
import { digestOf, readStamp, writeStamp } from './stamp.js';

/** Where the UAT gateway answers on a Docker host, for the n8n host alone: nginx-uat.conf there knows it too. */
const UAT_PORT = 8443;
/** The domain of live Odoos between the two hosts. What people call them is known to the n8n host. */
const UAT_DOMAIN = 'uat.internal';

export interface DockerHostPlan {
  /** install-dependencies.sh. */
  readonly script: string;
  /** Private addresses. */
  readonly address: string;
  readonly n8nAddress: string;
  /** The n8n host's, PEM: whoever has its key may use Docker here. */
  readonly n8nCertificate: string;
  readonly sandbox: LocalImage;
  readonly uatGateway: LocalImage;
  /** The only foreign origin that may show a live Odoo in a frame; none when empty. */
  readonly frontendOrigin: string;
}

/**
 * A Docker host of the product: engine, certificates and firewall, the images by digest, the gateway of live Odoos.
 * @returns its authority's certificate, by which the n8n host knows it
 */
export async function installDockerHost(host: RemoteHost, plan: DockerHostPlan, say: (line: string) => void): Promise<string> {
  const { script, ...rest } = plan;
  const wanted = digestOf(await readFile(script, 'utf8'), JSON.stringify(rest));
  if ((await readStamp(host)) === wanted) say(`${host.name}: is as it should be`);
  else {
    say(`${host.name}: Docker, certificates, firewall`);
    await host.run('umask 022; mkdir -p /etc/odoo-module-builder; cat >/etc/odoo-module-builder/n8n-host.pem', { input: plan.n8nCertificate });
    await runScript(host, plan.script, ['--role', 'docker', '--address', plan.address, '--n8n-address', plan.n8nAddress, '--n8n-certificate', '/etc/odoo-module-builder/n8n-host.pem'], say);
    for (const image of [plan.sandbox, plan.uatGateway]) await sendImage(host, image, say);
    await runUatGateway(host, plan);
    await writeStamp(host, wanted);
    say(`${host.name}: done`);
  }
  return host.run('cat /etc/odoo-module-builder/docker/ca.pem');
}

/** The same walls as deployment/local/uat-gateway.ts puts up; it comes back with Docker. */
async function runUatGateway(host: RemoteHost, { uatGateway, frontendOrigin, address }: DockerHostPlan): Promise<void> {
  const env = Object.entries({ OMB_UAT_SCHEME: 'https', OMB_UAT_DOMAIN: UAT_DOMAIN, OMB_FRONTEND_ORIGIN: frontendOrigin }).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const run = [
    'docker', 'run', '--detach', '--name', 'omb-uat-gateway', '--label', 'io.odoo-module-builder.role=uat-gateway', '--restart', 'unless-stopped',
    '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp:mode=1777,size=256m', '--memory', '256m', '--pids-limit', '64',
    '--volume', '/var/lib/odoo-module-builder/uat:/run/uat:ro', '--volume', '/etc/odoo-module-builder/uat-gateway:/etc/uat-gateway/tls:ro', '--publish', `${address}:${UAT_PORT}:8443`, ...env, uatGateway.tag,
  ];
  await host.run(`docker rm --force omb-uat-gateway >/dev/null 2>&1 || :; ${run.map(quote).join(' ')} >/dev/null`);
}
