import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod/v4';
import { nearest } from '../../src/domain/nearest.js';
import { readConf, type ConfMistake } from './conf-file.js';

/** `a.b.c.d/n` or its IPv6 kind. Wider than this is not "the operator's address" any more. */
const WIDEST = { 4: 8, 6: 32 };

const cidr = z.string().superRefine((text, context) => {
  const [address = '', bits = ''] = text.split('/');
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : null;
  if (family === null || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
    context.addIssue({ code: 'custom', message: `“${text}” is no network; write an address with its length, like 203.0.113.7/32` });
  } else if (Number(bits) < WIDEST[family]) {
    context.addIssue({ code: 'custom', message: `${text} lets half the world knock on SSH; name the addresses that you come from, /${WIDEST[family]} or narrower` });
  } else if (family === 4 && masked(address, Number(bits)) !== address) {
    context.addIssue({ code: 'custom', message: `${text} has bits beyond its length; write ${masked(address, Number(bits))}/${bits}` });
  }
});

/** The network's first address. */
function masked(address: string, bits: number): string {
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(number / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
}

const orNull = (text: string): string | null => (text === '' ? null : text);

function whole(least: number, most: number, what: string) {
  const isWhole = (text: string): boolean => /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string().refine(isWhole, `must be a whole number from ${least} to ${most} (${what})`).transform(Number);
}

const domain = (example: string) => z.string().regex(/^$|^(?=.{4,200}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, `must be a name like ${example}, in small letters, or empty`).transform(orNull);

/** certbot's, each a package of Debian's: python3-certbot-dns-<name>. */
const DNS_PLUGINS = ['cloudflare', 'digitalocean', 'dnsimple', 'gandi', 'gehirn', 'google', 'linode', 'ovh', 'rfc2136', 'route53', 'sakuracloud'];

const SCHEMA = z.object({
  // Names of instances take 255 characters; a short one leaves room for what is added.
  PROJECT: z.string().regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, 'must be 3 to 32 of a-z, 0-9 and -, begin with a letter and not end with -'),
  AWS_REGION: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region of AWS like eu-central-1'),
  AWS_ZONE: z.string().regex(/^[a-f]?$/, 'must be the letter of a zone like a, or empty'),
  AWS_PROFILE: z.string().transform(orNull),
  AWS_ACCESS_KEY_ID: z.string().regex(/^$|^[A-Z0-9]{16,128}$/, 'must be an access key’s id like AKIA…, or empty').transform(orNull),
  AWS_SECRET_ACCESS_KEY: z.string().transform(orNull),
  OPERATOR_CIDRS: z.string().refine((text) => text !== '', { message: 'is empty; write your own address, like 203.0.113.7/32, or nobody can reach SSH', abort: true })
    .transform((text) => text.split(',').map((part) => part.trim())).pipe(z.array(cidr)),
  N8N_MEMORY_GB: whole(4, 64, 'n8n with its workers, Postgres and Redis takes 2 when idle'),
  DOCKER_HOSTS: whole(1, 18, 'AWS gives an account 20 instances'),
  DOCKER_HOST_MEMORY_GB: whole(4, 64, 'a test with a browser takes about 1'),
  DOMAIN: domain('builder.example.com'),
  UAT_DOMAIN: domain('uat.builder.example.com'),
  DNS_PLUGIN: z.string().refine((text) => text === '' || DNS_PLUGINS.includes(text), `must be one of ${DNS_PLUGINS.join(', ')}, or empty`),
  DNS_CREDENTIALS: z.string().transform(orNull),
  FRONTEND_ORIGIN: z.string().regex(/^$|^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/, 'must be an origin like https://app.example.com, without a path, or empty'),
  OWNER_EMAIL: z.string().regex(/^$|^[^\s'@]+@[^\s'@]+$/, 'must be an e-mail address, or empty'),
  OWNER_PASSWORD: z.string().regex(/^$|^(?=.*\d)(?=.*[A-Z])[^\s']{8,64}$/, 'must have 8 to 64 characters, a digit and a capital letter among them, no space and no \', or be empty: then one is made'),
  EDITOR_PASSWORD: z.string().regex(/^$|^[^\s']{8,64}$/, 'must have 8 to 64 characters, no space and no \', or be empty: then one is made'),
  OPENAI_API_KEY: z.string().regex(/^[^\s']*$/, 'must have no space and no \''),
  OPENAI_BASE_URL: z.union([z.literal(''), z.url({ protocol: /^https?$/ })], 'must be an address like https://api.openai.com/v1, or empty'),
  OPENAI_MODEL: z.string().regex(/^[\w./:-]*$/, 'must be the name of a model, or empty'),
  BACKUP_DAYS: whole(1, 365, 'backups of the n8n host that are older go'),
  SNAPSHOT_HOUR: z.string().regex(/^$|^([01]?\d|2[0-3])$/, 'must be an hour from 0 to 23 (UTC), or empty for none').transform((text) => (text === '' ? null : Number(text))),
});

type ForSetup = 'OWNER_EMAIL' | 'OWNER_PASSWORD' | 'EDITOR_PASSWORD' | 'OPENAI_API_KEY' | 'OPENAI_BASE_URL' | 'OPENAI_MODEL';
const SECRETS = ['AWS_SECRET_ACCESS_KEY', 'OWNER_PASSWORD', 'EDITOR_PASSWORD', 'OPENAI_API_KEY'] as const;

type Raw = z.infer<typeof SCHEMA>;

/** What the operator wants, checked. */
export interface DeploymentConf {
  readonly project: string;
  readonly region: string;
  /** E.g. `eu-central-1a`. */
  readonly zone: string;
  readonly profile: string | null;
  /** Null: where AWS's tools look. */
  readonly keys: { readonly id: string; readonly secret: string } | null;
  readonly operatorCidrs: readonly string[];
  readonly n8nMemoryGb: number;
  readonly dockerHosts: number;
  readonly dockerHostMemoryGb: number;
  /** Null: the n8n host is called by its address. */
  readonly domain: string | null;
  /** Live Odoos are at `<name>.<uatDomain>`; null: they have ports of the n8n host's address. */
  readonly uatDomain: string | null;
  readonly dns: { readonly plugin: string; /** As written, from the folder of the configuration. */ readonly credentials: string | null };
  /** Empty: nobody. */
  readonly frontendOrigin: string;
  /** What setup-n8n.sh is told as it stands; empty: it chooses. */
  readonly setup: Readonly<Record<ForSetup, string>>;
  /** Backups of the n8n host stay for so many days. */
  readonly backupDays: number;
  /** UTC, 0 to 23. */
  readonly snapshotHour: number | null;
}

/** Each mistake of deployment.conf, by line, with the mend. */
export class ConfError extends Error {
  override readonly name = 'ConfError';

  constructor(file: string, readonly mistakes: readonly ConfMistake[]) {
    super(`${mistakes.length === 1 ? 'One mistake' : `${mistakes.length} mistakes`} in ${file}; nothing was changed.\n${mistakes.map(({ line, message }) => `  ${file}:${line}: ${message}`).join('\n')}`);
  }
}

export interface ConfSource {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
  /** Of the file; null where the system has none. */
  readonly mode: number | null;
}

/** @throws ConfError with every mistake at once */
export function parseDeploymentConf({ file, text, mode }: ConfSource): DeploymentConf {
  const { entries, mistakes } = readConf(text);
  const found: ConfMistake[] = [...mistakes];
  const end = text.trimEnd().split('\n').length;
  const known = Object.keys(SCHEMA.shape);
  for (const [key, { line }] of entries) {
    if (known.includes(key)) continue;
    found.push({ line, message: `${key} is no setting; ${nearest(key, known, (name) => `did you mean ${name}?`) || 'take it out'}` });
  }
  const missing = known.filter((key) => !entries.has(key));
  // A key whose line does not parse is told there; that it is missing then too helps nobody.
  if (mistakes.length === 0) for (const key of missing) found.push({ line: end, message: `${key} is missing; add the line ${key}=` });
  const checked = SCHEMA.safeParse(Object.fromEntries([...entries].map(([key, { value }]) => [key, value])));
  for (const { path, message } of checked.error?.issues ?? []) {
    const key = String(path[0]);
    const line = entries.get(key)?.line;
    if (line !== undefined) found.push({ line, message: `${key} ${message}` });
  }
  const value = (key: keyof Raw): string => entries.get(key)?.value ?? '';
  const secretLine = entries.get('AWS_SECRET_ACCESS_KEY')?.line ?? end;
  if ((value('AWS_ACCESS_KEY_ID') === '') !== (value('AWS_SECRET_ACCESS_KEY') === '')) {
    found.push({ line: secretLine, message: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; set both or none' });
  }
  if ((value('DNS_PLUGIN') === '') !== (value('DNS_CREDENTIALS') === '')) {
    found.push({ line: entries.get('DNS_CREDENTIALS')?.line ?? end, message: 'DNS_PLUGIN and DNS_CREDENTIALS belong together; set both or none' });
  }
  const [secret] = SECRETS.filter((key) => value(key) !== '');
  if (secret !== undefined && mode !== null && (mode & 0o077) !== 0) {
    found.push({ line: entries.get(secret)?.line ?? end, message: `${secret} stands in a file that others may read; chmod 600 ${file}` });
  }
  if (found.length > 0 || !checked.success) throw new ConfError(file, found.toSorted((a, b) => a.line - b.line));
  return conf(checked.data);
}

function conf(raw: Raw): DeploymentConf {
  return {
    project: raw.PROJECT,
    region: raw.AWS_REGION,
    zone: `${raw.AWS_REGION}${raw.AWS_ZONE || 'a'}`,
    profile: raw.AWS_PROFILE,
    keys: raw.AWS_ACCESS_KEY_ID !== null && raw.AWS_SECRET_ACCESS_KEY !== null ? { id: raw.AWS_ACCESS_KEY_ID, secret: raw.AWS_SECRET_ACCESS_KEY } : null,
    operatorCidrs: raw.OPERATOR_CIDRS,
    n8nMemoryGb: raw.N8N_MEMORY_GB,
    dockerHosts: raw.DOCKER_HOSTS,
    dockerHostMemoryGb: raw.DOCKER_HOST_MEMORY_GB,
    domain: raw.DOMAIN,
    uatDomain: raw.UAT_DOMAIN ?? (raw.DOMAIN === null ? null : `uat.${raw.DOMAIN}`),
    dns: { plugin: raw.DNS_PLUGIN, credentials: raw.DNS_CREDENTIALS },
    frontendOrigin: raw.FRONTEND_ORIGIN,
    setup: { OWNER_EMAIL: raw.OWNER_EMAIL, OWNER_PASSWORD: raw.OWNER_PASSWORD, EDITOR_PASSWORD: raw.EDITOR_PASSWORD, OPENAI_API_KEY: raw.OPENAI_API_KEY, OPENAI_BASE_URL: raw.OPENAI_BASE_URL, OPENAI_MODEL: raw.OPENAI_MODEL },
    backupDays: raw.BACKUP_DAYS,
    snapshotHour: raw.SNAPSHOT_HOUR,
  };
}
