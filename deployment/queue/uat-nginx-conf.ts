import { replaced } from './nginx-conf.js';

export interface UatDoor {
  /** Live Odoos are at `<name>.<domain>`; null: each has a port of the host's address. */
  readonly domain: string | null;
  /** The only foreign origin that may show one in a frame; none when empty. */
  readonly frontendOrigin: string;
}

/** Of live Odoos on a host without a domain: as many as 18 Docker hosts with 8 places have. */
export const UAT_PORTS = '8501-8644';

/** `nginx-uat.conf` for a host. @throws Error for what is no domain or no origin: both stand in the text as they are */
export function uatNginxConf(conf: string, { domain, frontendOrigin }: UatDoor): string {
  if (!/^(https?:\/\/[A-Za-z0-9.-]+(:\d+)?)?$/.test(frontendOrigin)) throw new Error(`"${frontendOrigin}" is no origin: write it like https://app.example.com`);
  const framed = replaced(conf, /@FRAME_ANCESTORS@/g, ["'self'", frontendOrigin].join(' ').trim());
  if (domain === null) return onPorts(framed);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(domain)) throw new Error(`"${domain}" is no domain for live Odoos`);
  return replaced(framed, /@DOMAIN_PATTERN@/g, domain.replaceAll('.', String.raw`\.`));
}

/** The host's own certificate is that of the address, whatever the port. */
function onPorts(conf: string): string {
  const changes: readonly (readonly [RegExp, string])[] = [[/(listen (\[::\]:)?)443 ssl/g, `$1${UAT_PORTS} ssl`], [/server_name ".*";/, 'server_name _;'], [/tls\/uat-/g, 'tls/']];
  return changes.reduce((text, [what, by]) => replaced(text, what, by), conf);
}
