import type { DeploymentConf } from './deployment-conf.js';
import { UAT_PORTS } from './desired.js';

/** By what names people reach a deployment, and what is wrong with them, in a line. */
export function namesText({ domain, uatDomain, dns }: Pick<DeploymentConf, 'domain' | 'uatDomain' | 'dns'>): string {
  const editor = domain ?? 'no DOMAIN, so the editor is at the address, for operators alone, and browsers warn of it';
  if (uatDomain === null) return `${editor}; live Odoos have its ports ${UAT_PORTS.from} to ${UAT_PORTS.to}, for trying out: browsers warn, and no frame shows them`;
  if (dns.plugin === '') return `${editor}; *.${uatDomain} for live Odoos, without a certificate (DNS_PLUGIN): browsers warn, and no frame shows them`;
  return `${editor}; *.${uatDomain} for live Odoos`;
}
