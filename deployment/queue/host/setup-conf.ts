import { isIP } from 'node:net';
import { readConf } from '../../lightsail/conf-file.js';

/** What setup-n8n.sh is told in /etc/odoo-module-builder/setup.conf. Lines are KEY=value; what is left out is empty. */
export interface SetupConf {
  /** `PUBLIC_URL`: https://<domain or address>, as people and frontends call this host. */
  readonly publicUrl: string;
  /** `SANDBOX_IMAGE`: its tag, as the Docker hosts have it. */
  readonly sandboxImage: string;
  /** `DOCKER_HOSTS`: name=address with commas between; the first is the credential's own. None: no module can be tested, and the canary stays out. */
  readonly dockerHosts: readonly { readonly name: string; readonly address: string }[];
  /** `UAT_DOMAIN`: live Odoos are at `<name>.<this>`; left out: `uat.` before the domain. Null: there is no domain, and they have ports of the address. */
  readonly uatDomain: string | null;
  /** `DNS_PLUGIN`: certbot's, for a wildcard's certificate; its key is in /etc/odoo-module-builder/dns-credentials. */
  readonly dnsPlugin: string;
  /** `EDITOR_CIDRS`: networks that may open the editor, with commas between; none: everybody who has its password. */
  readonly editorCidrs: readonly string[];
  /** `OWNER_EMAIL`, `OWNER_PASSWORD`: the editor's login; a password is made where none is given. */
  readonly owner: { readonly email: string; readonly password: string };
  /** `EDITOR_USER`, `EDITOR_PASSWORD`: what nginx asks before the editor. */
  readonly door: { readonly name: string; readonly password: string };
  /** `OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_MODEL`, `OPENAI_MODEL_STRONG`; null: ModuleSpecs only. */
  readonly openAi: { readonly apiKey: string; readonly baseUrl?: string; readonly model?: string; readonly strongModel?: string } | null;
  /** `BACKUP_RECIPIENT`, the public key (age1…) that backups are encrypted to, and `BACKUP_DAYS`; null: none are made. */
  readonly backup: { readonly recipient: string; readonly days: number } | null;
  /** Every `OMB_…`, as the README's table has them: for our nodes and the gateway. */
  readonly product: Readonly<Record<string, string>>;
}

const KNOWN = /^(PUBLIC_URL|SANDBOX_IMAGE|DOCKER_HOSTS|UAT_DOMAIN|DNS_PLUGIN|EDITOR_CIDRS|OWNER_EMAIL|OWNER_PASSWORD|EDITOR_USER|EDITOR_PASSWORD|OPENAI_API_KEY|OPENAI_BASE_URL|OPENAI_MODEL|OPENAI_MODEL_STRONG|BACKUP_RECIPIENT|BACKUP_DAYS|OMB_[A-Z_]+)$/;

/** @throws Error that names each mistake with its line */
export function readSetupConf(text: string): SetupConf {
  const { entries, mistakes } = readConf(text);
  const wrong = mistakes.map(({ line, message }) => `line ${line} ${message}`);
  for (const [key, { line }] of entries) if (!KNOWN.test(key)) wrong.push(`line ${line}: there is no ${key}`);
  const value = (key: string, fallback = ''): string => entries.get(key)?.value || fallback;
  const at = (key: string): string => (entries.has(key) ? `line ${entries.get(key)?.line}: ` : '');
  const publicUrl = value('PUBLIC_URL').replace(/\/$/, '');
  if (!/^https:\/\/[a-z0-9.-]+$/i.test(publicUrl)) wrong.push(`${at('PUBLIC_URL')}PUBLIC_URL must be https://<domain or address>`);
  const dockerHosts = value('DOCKER_HOSTS').split(',').map((entry) => entry.trim()).filter((entry) => entry !== '').map((entry) => {
    const [name = '', address = ''] = entry.split('=');
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name) || !/^[a-z0-9.-]+$/i.test(address)) wrong.push(`${at('DOCKER_HOSTS')}"${entry}" is not name=address`);
    return { name, address };
  });
  const host = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/.exec(publicUrl)?.[1] ?? '';
  const uatDomain = value('UAT_DOMAIN', host === '' || isIP(host) !== 0 ? '' : `uat.${host}`);
  if (!/^([a-z0-9-]+(\.[a-z0-9-]+)+)?$/.test(uatDomain)) wrong.push(`${at('UAT_DOMAIN')}UAT_DOMAIN must be a domain in small letters`);
  if (!/^[a-z0-9]*$/.test(value('DNS_PLUGIN'))) wrong.push(`${at('DNS_PLUGIN')}DNS_PLUGIN must be the name of a plugin of certbot`);
  const editorCidrs = value('EDITOR_CIDRS').split(',').map((cidr) => cidr.trim()).filter((cidr) => cidr !== '');
  if (!editorCidrs.every((cidr) => /^[0-9a-f.:]+\/\d{1,3}$/.test(cidr))) wrong.push(`${at('EDITOR_CIDRS')}EDITOR_CIDRS must be networks like 203.0.113.7/32`);
  if (dockerHosts.length > 0 && value('SANDBOX_IMAGE') === '') wrong.push('SANDBOX_IMAGE is missing: Docker hosts need it');
  const recipient = value('BACKUP_RECIPIENT');
  const days = value('BACKUP_DAYS', '14');
  if (!/^(age1[a-z0-9]{58})?$/.test(recipient)) wrong.push(`${at('BACKUP_RECIPIENT')}BACKUP_RECIPIENT is no public key of age (age1…)`);
  if (!/^[1-9]\d{0,3}$/.test(days)) wrong.push(`${at('BACKUP_DAYS')}BACKUP_DAYS must be a whole number from 1`);
  if (wrong.length > 0) throw new Error(`The configuration is wrong:\n  ${wrong.join('\n  ')}`);
  const apiKey = value('OPENAI_API_KEY');
  const optional = (key: string): string | undefined => entries.get(key)?.value || undefined;
  return {
    publicUrl,
    sandboxImage: value('SANDBOX_IMAGE'),
    dockerHosts,
    uatDomain: uatDomain === '' ? null : uatDomain,
    dnsPlugin: value('DNS_PLUGIN'),
    editorCidrs,
    owner: { email: value('OWNER_EMAIL', 'owner@odoo-module-builder.local'), password: value('OWNER_PASSWORD') },
    door: { name: value('EDITOR_USER', 'operator'), password: value('EDITOR_PASSWORD') },
    openAi: apiKey === '' ? null : { apiKey, baseUrl: optional('OPENAI_BASE_URL'), model: optional('OPENAI_MODEL'), strongModel: optional('OPENAI_MODEL_STRONG') },
    backup: recipient === '' ? null : { recipient, days: Number(days) },
    product: Object.fromEntries([...entries].filter(([key]) => key.startsWith('OMB_')).map(([key, entry]) => [key, entry.value])),
  };
}
