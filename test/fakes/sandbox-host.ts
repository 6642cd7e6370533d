import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BuilderError } from '../../src/domain/errors.js';
import type { LeaseCheck, OpenSandbox, Sandbox, SandboxHost, SandboxInfo, SandboxPurpose } from '../../src/ports/sandbox.js';

/** A Docker host in memory: its sandboxes exist and can be ended, nothing runs in them. */
export class FakeSandboxHost implements SandboxHost {
  readonly open_ = new Map<string, OpenSandbox>();
  /** When each was made, if it is to be another time than now. */
  madeAt: Date | null = null;
  /** It does not answer. */
  away = false;
  /** Digest of its sandbox image. */
  image: string | null = 'sha256:fake';
  memoryBytes = 2 ** 30;
  private readonly made = { count: 0 };
  private mayChange: LeaseCheck = async () => undefined;

  constructor(readonly name = 'fake') {}

  under(lease: LeaseCheck): FakeSandboxHost {
    return Object.assign(Object.create(this) as FakeSandboxHost, { mayChange: lease });
  }

  async ping(): Promise<{ version: string; cpus: number; memoryBytes: number; imagePresent: boolean; gvisor: boolean }> {
    if (this.away) throw new BuilderError('transient', 'docker_unreachable', `The Docker host "${this.name}" does not answer.`);
    return { version: '0', cpus: 2, memoryBytes: this.memoryBytes, imagePresent: this.image !== null, gvisor: false };
  }

  async imageDigest(): Promise<string | null> {
    return this.image;
  }

  async exportImage(): Promise<NodeJS.ReadableStream> {
    return Readable.from([this.image ?? '']);
  }

  async importImage(tar: NodeJS.ReadableStream): Promise<void> {
    this.image = await text(tar);
  }

  async open(request: OpenSandbox): Promise<Sandbox> {
    await this.mayChange();
    const id = `sandbox-${++this.made.count}`;
    this.open_.set(id, request);
    return this.sandbox(id);
  }

  private sandbox(id: string): Sandbox {
    const unused = async (): Promise<never> => {
      throw new Error('nothing runs in a fake sandbox');
    };
    const { mayChange } = this;
    const destroy = async (): Promise<void> => {
      await mayChange();
      this.open_.delete(id);
    };
    return { id, image: 'fake', exec: unused, spawn: unused, start: unused, putFiles: unused, getFile: unused, outOfMemory: async () => false, load: async () => ({ isFullOfProcesses: false, cpuMs: 0 }), giveWay: async () => undefined, heldUnder: () => undefined, destroy };
  }

  async attach(id: string): Promise<Sandbox | null> {
    return this.open_.has(id) ? this.sandbox(id) : null;
  }

  async adopt(id: string, { sessionId, expiresAt }: { readonly sessionId: string; readonly expiresAt: Date }): Promise<boolean> {
    await this.mayChange();
    const request = this.open_.get(id);
    if (request === undefined) return false;
    this.open_.set(id, { ...request, sessionId, expiresAt });
    return true;
  }

  async list(): Promise<readonly SandboxInfo[]> {
    if (this.away) throw new BuilderError('transient', 'docker_unreachable', `The Docker host "${this.name}" does not answer.`);
    return [...this.open_].map(([id, request]) => ({ id, sessionId: request.sessionId, purpose: request.purpose, slug: request.slug ?? null, createdAt: this.madeAt ?? new Date(), expiresAt: request.expiresAt }));
  }

  async destroySession(sessionId: string, purpose?: SandboxPurpose): Promise<number> {
    await this.mayChange();
    const found = (await this.list()).filter((info) => info.sessionId === sessionId && (purpose === undefined || info.purpose === purpose));
    for (const { id } of found) this.open_.delete(id);
    return found.length;
  }

  async reap(isLive: (sandbox: SandboxInfo) => Promise<boolean>): Promise<readonly SandboxInfo[]> {
    const taken: SandboxInfo[] = [];
    for (const info of await this.list()) {
      if (await isLive(info)) continue;
      this.open_.delete(info.id);
      taken.push(info);
    }
    return taken;
  }
}
