import type { UatInstance } from '../ports/uat-store.js';
import type { App } from './app.js';
import { linkDigest } from './issue-uat-link.js';

/** Uses a one-time link up. Null if it is unknown, used, expired, of another instance, or its instance is gone. */
export async function useUatLink(app: App, slug: string, token: string): Promise<UatInstance | null> {
  const opened = await app.uats.useLink(linkDigest(token));
  return opened === slug ? app.uats.findBySlug(slug) : null;
}
