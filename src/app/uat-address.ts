import { randomInt } from 'node:crypto';
import type { Config } from '../config.js';

/** Lower-case letters and digits only: it is a host name, a directory's name and a secret of its own (103 bits). */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const SLUG_LENGTH = 20;

export const UAT_SLUG = /^[a-z0-9]{20}$/;

export const newUatSlug = (): string => Array.from({ length: SLUG_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

/** Origin of one UAT instance, e.g. `http://abc….uat.localhost:5681`; with a port of its own e.g. `https://203.0.113.7:8501`. */
export function uatOrigin(config: Pick<Config, 'OMB_UAT_SCHEME' | 'OMB_UAT_DOMAIN'>, slug: string, port: number | null = null): string {
  return port === null ? `${config.OMB_UAT_SCHEME}://${slug}.${config.OMB_UAT_DOMAIN}` : `${config.OMB_UAT_SCHEME}://${hostName(config.OMB_UAT_DOMAIN)}:${port}`;
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Ports of instances that have no names; null where they have. */
export function portsOf({ OMB_UAT_PORTS: ports }: Pick<Config, 'OMB_UAT_PORTS'>): PortRange | null {
  const [first, last] = ports.split('-').map(Number);
  return first === undefined || last === undefined ? null : { first, last };
}

/** The port in a Host header, where it is an instance's; null for any other host or port. */
export function portOfHost(config: Pick<Config, 'OMB_UAT_DOMAIN' | 'OMB_UAT_PORTS'>, host: string | undefined): number | null {
  const ports = portsOf(config);
  const port = Number(/:(\d{1,5})$/.exec(host ?? '')?.[1]);
  return ports !== null && hostName(host ?? '') === hostName(config.OMB_UAT_DOMAIN) && port >= ports.first && port <= ports.last ? port : null;
}

/** The slug in a Host header of that domain (its port does not matter); null for any other host. */
export function slugOfHost(config: Pick<Config, 'OMB_UAT_DOMAIN'>, host: string | undefined): string | null {
  const name = hostName(host ?? '').toLowerCase();
  const suffix = `.${hostName(config.OMB_UAT_DOMAIN)}`;
  const slug = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
  return UAT_SLUG.test(slug) ? slug : null;
}

const hostName = (host: string): string => host.replace(/:\d+$/, '');
