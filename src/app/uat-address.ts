import { randomInt } from 'node:crypto';
import type { Config } from '../config.js';

/** Lower-case letters and digits only: it is a host name, a directory's name and a secret of its own (103 bits). */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const SLUG_LENGTH = 20;

export const UAT_SLUG = /^[a-z0-9]{20}$/;

export const newUatSlug = (): string => Array.from({ length: SLUG_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

/** Origin of one UAT instance, e.g. `http://abc….uat.localhost:5681`. */
export function uatOrigin(config: Pick<Config, 'OMB_UAT_SCHEME' | 'OMB_UAT_DOMAIN'>, slug: string): string {
  return `${config.OMB_UAT_SCHEME}://${slug}.${config.OMB_UAT_DOMAIN}`;
}

/** The slug in a Host header of that domain (its port does not matter); null for any other host. */
export function slugOfHost(config: Pick<Config, 'OMB_UAT_DOMAIN'>, host: string | undefined): string | null {
  const name = hostName(host ?? '').toLowerCase();
  const suffix = `.${hostName(config.OMB_UAT_DOMAIN)}`;
  const slug = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
  return UAT_SLUG.test(slug) ? slug : null;
}

const hostName = (host: string): string => host.replace(/:\d+$/, '');
