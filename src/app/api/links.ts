import type { Config } from '../../config.js';

const trim = (url: string): string => url.replace(/\/$/, '');

/** Where a session can be looked at from now on. */
export function linksOf(config: Config, sessionId: string): Readonly<Record<string, string>> {
  const gateway = `${trim(config.OMB_PUBLIC_GATEWAY_URL)}/sessions/${sessionId}`;
  return { status: `${trim(config.OMB_PUBLIC_WEBHOOK_URL)}/session-status?sessionId=${sessionId}`, session: gateway, events: `${gateway}/events`, uatLinks: `${gateway}/uat-links` };
}

export const artifactLink = (config: Config, sessionId: string, digest: string): string => `${trim(config.OMB_PUBLIC_GATEWAY_URL)}/sessions/${sessionId}/artifacts/${digest}`;
