import type { UatInstance, UatStore } from '../../src/ports/uat-store.js';

/** UAT instances and links in memory. */
export class MemoryUatStore implements UatStore {
  readonly instances = new Map<string, UatInstance>();
  readonly links = new Map<string, { slug: string; expiresAt: Date; used: boolean }>();

  readonly ports = new Map<number, string>();

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

  async addressOf(slug: string): Promise<string | null> {
    return this.instances.get(slug)?.host ?? null;
  }

  async takePort(slug: string, { first, last }: { readonly first: number; readonly last: number }): Promise<number | null> {
    for (let port = first; port <= last; port += 1) {
      if (this.ports.has(port)) continue;
      this.ports.set(port, slug);
      return port;
    }
    return null;
  }

  async portOf(slug: string): Promise<number | null> {
    return [...this.ports].find(([, owner]) => owner === slug)?.[0] ?? null;
  }

  async slugOn(port: number): Promise<string | null> {
    return this.ports.get(port) ?? null;
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
