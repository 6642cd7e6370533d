import { chooseBlueprint, chooseBundle } from './choose.js';
import type { DeploymentConf } from './deployment-conf.js';
import type { Catalogue, Desired, Observed, Opening } from './deployment.js';
import type { PublicKey } from './key-pair.js';

/** Docker's API by mutual TLS. */
const DOCKER_PORT = 2376;
/** n8n's own, where nginx leads to the editor. */
const EDITOR_PORT = 5678;
/** Of live Odoos that have no names; the n8n host's nginx and firewall know them too. */
export const UAT_PORTS = { from: 8501, to: 8644 };
const ANYWHERE = { cidrs: ['0.0.0.0/0'], ipv6Cidrs: ['::/0'] };

/**
 * What is to stand. Of what stands it needs the names of Docker hosts, which keep theirs when one in the middle goes, and
 * the n8n host's private address, from which alone Docker is reached.
 */
export function desiredState(conf: DeploymentConf, key: PublicKey, catalogue: Catalogue, observed: Observed): Desired {
  const blueprint = chooseBlueprint(catalogue);
  const n8n = `${conf.project}-n8n`;
  const common = { blueprint, zone: conf.zone, keyPair: `${conf.project}-${key.id}` };
  const privateIp = observed.instances.find(({ name, role }) => name === n8n && role === 'n8n')?.privateIp ?? null;
  const ssh = tcp(22, {
    cidrs: conf.operatorCidrs.filter((cidr) => !cidr.includes(':')).toSorted(),
    ipv6Cidrs: conf.operatorCidrs.filter((cidr) => cidr.includes(':')).toSorted(),
  });
  const docker = dockerHostNames(conf, observed).map((name) => ({
    ...common,
    name,
    role: 'docker' as const,
    bundle: chooseBundle(catalogue, conf.dockerHostMemoryGb),
    snapshotHour: null,
    openings: privateIp === null ? null : [ssh, tcp(DOCKER_PORT, { cidrs: [`${privateIp}/32`], ipv6Cidrs: [] })],
  }));
  return {
    project: conf.project,
    keyPair: { name: common.keyPair, publicKey: key.line },
    staticIp: { name: `${conf.project}-ip`, attachedTo: n8n },
    instances: [
      {
        ...common,
        name: n8n,
        role: 'n8n',
        bundle: chooseBundle(catalogue, conf.n8nMemoryGb),
        snapshotHour: conf.snapshotHour,
        openings: [
          ssh, tcp(80, ANYWHERE), tcp(443, ANYWHERE),
          // Without a domain the editor is for operators alone, and http://<address>:5678 leads there.
          ...(conf.domain === null ? [{ ...ssh, from: EDITOR_PORT, to: EDITOR_PORT }] : []),
          ...(conf.uatDomain === null ? [{ ...tcp(0, ANYWHERE), ...UAT_PORTS }] : []),
        ],
      },
      ...docker,
    ],
  };
}

/** The hosts that stand, and so many of the lowest free numbers as are missing. */
function dockerHostNames({ project, dockerHosts }: DeploymentConf, { instances }: Observed): string[] {
  const names = instances.filter(({ role }) => role === 'docker').map(({ name }) => name);
  for (let number = 1; names.length < dockerHosts; number += 1) {
    const name = `${project}-docker-${number}`;
    if (!names.includes(name)) names.push(name);
  }
  return names.toSorted();
}

const tcp = (port: number, sources: Pick<Opening, 'cidrs' | 'ipv6Cidrs'>): Opening => ({ protocol: 'tcp', from: port, to: port, ...sources });
