import type { UatInstance, UatStore } from '../../src/ports/uat-store.js';

/** UAT instances and links in memory. */
export class MemoryUatStore implements UatStore {
  readonly instances = new Map<string, UatInstance>();
  readonly links = new Map<string, { slug: string; expiresAt: Date; used: boolean }>();

  constructor(private readonly now: () => Date = () => new Date()) {}

  async save(instance: UatInstance): Promise<void> {
    const former = await this.findBySession(instance.sessionId);
    if (former) await this.remove(former.slug);
    this.instances.set(instance.slug, instance);
  }

  async findBySession(sessionId: string): Promise<UatInstance | null> {
    return [...this.instances.values()].find((instance) => instance.sessionId === sessionId) ?? null;
  }

  async findBySlug(slug: string): Promise<UatInstance | null> {
    return this.instances.get(slug) ?? null;
  }

  async remove(slug: string): Promise<void> {
    this.instances.delete(slug);
    for (const [digest, link] of this.links) if (link.slug === slug) this.links.delete(digest);
  }

  async addLink(slug: string, tokenDigest: string, expiresAt: Date): Promise<void> {
    this.links.set(tokenDigest, { slug, expiresAt, used: false });
  }

  async useLink(tokenDigest: string): Promise<string | null> {
    const link = this.links.get(tokenDigest);
    if (!link || link.used || link.expiresAt <= this.now()) return null;
    link.used = true;
    return link.slug;
  }
}
