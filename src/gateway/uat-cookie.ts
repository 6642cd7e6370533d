import type { Config } from '../config.js';

/** Browsers take Secure cookies over plain http from localhost alone; without Secure a frame on another site gets none. */
export function uatCookie(config: Pick<Config, 'OMB_UAT_SCHEME' | 'OMB_UAT_DOMAIN'>, odooSession: string): string {
  const host = config.OMB_UAT_DOMAIN.replace(/:\d+$/, '');
  const secure = config.OMB_UAT_SCHEME === 'https' || host === 'localhost' || host.endsWith('.localhost');
  return `session_id=${odooSession}; Path=/; HttpOnly; ${secure ? 'SameSite=None; Secure; Partitioned' : 'SameSite=Lax'}`;
}
