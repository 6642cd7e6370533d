import type Docker from 'dockerode';
import { BuilderError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { LeaseCheck, OpenSandbox, Sandbox, SandboxHost, SandboxInfo, SandboxPurpose } from '../../ports/sandbox.js';
import { AppTemplates } from './app-templates.js';
import { connect, type DockerConnection } from './connection.js';
import { statusOf, toDockerError } from './errors.js';
import { adoptedName, infoOf, labelFilter, labelsOf } from './labels.js';
import { GVISOR, SANDBOX_PROFILE, UAT_MOUNT } from './profile.js';
import { DockerSandbox } from './sandbox.js';
import { SocketDirectories } from './socket-directory.js';
import { untilReady } from './ready.js';
import { within } from './within.js';

export interface DockerHostOptions {
  readonly name: string;
  readonly connection: DockerConnection;
  readonly image: string;
  /** Marks the containers that this installation makes. It sees no other's, and reaps those only when they have expired. */
  readonly installation: string;
  /** Parent of the UAT socket directories, on the Docker host. */
  readonly uatSocketRoot: string;
  readonly clock: Clock;
}

/** What the engine itself gives a container beyond its expiry before it ends it, so that the reaper comes first. */
const ENGINE_GRACE_SECONDS = 120;

interface EngineInfo {
  readonly ServerVersion: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly Runtimes?: Readonly<Record<string, unknown>>;
}

const runtimesOf = ({ Runtimes }: EngineInfo): readonly string[] => Object.keys(Runtimes ?? {});

/** An engine that does not even say who it is within this time is away: a host that was cut off answers nothing at all. */
const PING_LIMIT_MS = 10_000;

/** Who asks as nobody's lease: the pool itself, which looks after hosts. */
const unasked: LeaseCheck = async () => undefined;

/** One Docker host, by dockerode; no Docker type leaves this folder. */
export class DockerSandboxHost implements SandboxHost {
  private readonly docker: Docker;
  private readonly directories: SocketDirectories;
  private readonly templates: AppTemplates;
  private mayChange = unasked;
  /** Asked once, and anew by each ping: a host may be given gVisor while this process lives. */
  private hasGvisor: Promise<boolean> | null = null;

  constructor(private readonly options: DockerHostOptions) {
    this.docker = connect(options.connection);
    this.directories = new SocketDirectories(this.docker, options.image, options.uatSocketRoot);
    this.templates = new AppTemplates(this.docker, options.image, options.clock);
  }

  get name(): string {
    return this.options.name;
  }

  /** Shares all with the one that it is made from, but the question. */
  under(lease: LeaseCheck): DockerSandboxHost {
    return Object.assign(Object.create(this) as DockerSandboxHost, { mayChange: lease });
  }

  async ping(): Promise<{ version: string; cpus: number; memoryBytes: number; imagePresent: boolean; gvisor: boolean }> {
    return this.asking('tell about itself', async () => {
      const info = await within(PING_LIMIT_MS, this.info(), () => Object.assign(new Error(`no answer within ${PING_LIMIT_MS / 1000} seconds`), { code: 'ETIMEDOUT' }));
      const gvisor = runtimesOf(info).includes(GVISOR);
      this.hasGvisor = Promise.resolve(gvisor);
      return { version: info.ServerVersion, cpus: info.NCPU, memoryBytes: info.MemTotal, imagePresent: (await this.imageDigest()) !== null, gvisor };
    });
  }

  async imageDigest(): Promise<string | null> {
    return this.asking('look at the sandbox image', () =>
      this.docker.getImage(this.options.image).inspect().then(({ Id }) => Id, (error: unknown) => {
        if (statusOf(error) === 404) return null;
        throw error;
      }),
    );
  }

  async exportImage(): Promise<NodeJS.ReadableStream> {
    return this.asking('hand out the sandbox image', () => this.docker.getImage(this.options.image).get());
  }

  async importImage(tar: NodeJS.ReadableStream): Promise<void> {
    await this.asking('take in the sandbox image', async () => {
      const said = await this.docker.loadImage(tar, { quiet: true });
      // The engine answers 200 before it has read the tar; what went wrong stands in the stream.
      await new Promise<void>((done, failed) => this.docker.modem.followProgress(said, (error) => (error ? failed(error) : done())));
    });
  }

  async open(request: OpenSandbox): Promise<Sandbox> {
    request.signal?.throwIfAborted();
    const { slug } = request;
    const [main, gvisor] = await Promise.all([this.mainCommand(request.expiresAt), this.usesGvisor()]);
    const image = await this.asking('prepare an Odoo with apps', () => this.templates.ensure(request.apps ?? [], request.progress));
    request.signal?.throwIfAborted();
    await this.mayChange();
    const sandbox = this.sandbox(await this.asking('create a sandbox', () => this.create(request, image, main, gvisor)), slug, image);
    try {
      await this.mayChange();
      // After the container, whose labels tell the reaper of the directory if this process dies between the two.
      if (slug !== undefined) await this.asking('make a directory for a user-test instance', () => this.directories.make(slug));
      await this.asking('start a sandbox', () => this.docker.getContainer(sandbox.id).start());
      await untilReady(sandbox, request.signal);
      return sandbox;
    } catch (error) {
      // Its own, which nobody else knows: it goes whoever has the place now.
      await sandbox.end();
      if (request.signal?.aborted) throw request.signal.reason;
      if (error instanceof BuilderError && error.code === 'docker_failed') throw new BuilderError('transient', 'sandbox_start_failed', `A sandbox did not start: ${error.message}`, { cause: error });
      throw error;
    }
  }

  async attach(id: string): Promise<Sandbox | null> {
    const found = (await this.containers({})).find((container) => container.id === id);
    return found ? this.sandbox(this.docker.getContainer(id), found.slug ?? undefined) : null;
  }

  async adopt(id: string, owner: { readonly sessionId: string; readonly expiresAt: Date }): Promise<boolean> {
    await this.mayChange();
    return this.asking('give a warm sandbox to a session', async () => {
      const container = this.docker.getContainer(id);
      try {
        if (!(await container.inspect()).State.Running) return false;
        await container.rename({ name: adoptedName(id, owner) });
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw error;
      }
    });
  }

  async list(filter: { readonly sessionId?: string; readonly purpose?: SandboxPurpose } = {}): Promise<readonly SandboxInfo[]> {
    return this.containers(filter);
  }

  async destroySession(sessionId: string, purpose?: SandboxPurpose): Promise<number> {
    await this.mayChange();
    const found = await this.containers({ sessionId, purpose });
    await Promise.all(found.map((info) => this.destroy(info)));
    return found.length;
  }

  async reap(isLive: (sandbox: SandboxInfo) => Promise<boolean>): Promise<readonly SandboxInfo[]> {
    await this.asking('list its containers', () => this.directories.forget());
    const taken: SandboxInfo[] = [];
    const own = new Set((await this.containers({})).map((info) => info.id));
    for (const info of await this.listed()) {
      const expired = info.expiresAt.getTime() <= this.options.clock.now().getTime();
      if (!expired && (!own.has(info.id) || (await isLive(info)))) continue;
      await this.destroy(info);
      taken.push(info);
    }
    await this.asking('remove images that nobody uses', () => this.templates.evict());
    return taken;
  }

  private async containers({ sessionId, purpose }: { readonly sessionId?: string; readonly purpose?: SandboxPurpose }): Promise<SandboxInfo[]> {
    return (await this.listed(this.options.installation)).filter((info) => (sessionId === undefined || info.sessionId === sessionId) && (purpose === undefined || info.purpose === purpose));
  }

  private async listed(installation?: string): Promise<SandboxInfo[]> {
    const found = await this.asking('list its sandboxes', () => this.docker.listContainers({ all: true, filters: { label: labelFilter(installation) } }));
    return found.map((container) => infoOf(container.Id, container.Created, container.Labels, container.Names));
  }

  private destroy(info: SandboxInfo): Promise<void> {
    return this.sandbox(this.docker.getContainer(info.id), info.slug ?? undefined).end();
  }

  private sandbox(container: Docker.Container, slug: string | undefined, image = this.options.image): DockerSandbox {
    const onDestroy = async (): Promise<void> => {
      if (slug !== undefined) await this.directories.remove(slug);
    };
    return new DockerSandbox(this.name, container, image, onDestroy, this.mayChange);
  }

  /** The image's own main process below `timeout`: the engine ends a container that everybody forgot. */
  private async mainCommand(expiresAt: Date): Promise<{ Entrypoint: string[]; Cmd: string[] }> {
    const image = await this.asking('look at the sandbox image', () =>
      this.docker.getImage(this.options.image).inspect().catch((error: unknown) => {
        if (statusOf(error) !== 404) throw error;
        throw new BuilderError('transient', 'sandbox_image_missing', `The sandbox image "${this.options.image}" is not on the Docker host "${this.name}". Build or load it there (npm start builds it), or name another one in OMB_SANDBOX_IMAGE.`);
      }),
    );
    const seconds = Math.max(1, Math.ceil((expiresAt.getTime() - this.options.clock.now().getTime()) / 1000)) + ENGINE_GRACE_SECONDS;
    const { Entrypoint: entrypoint, Cmd: command } = image.Config;
    const words = typeof entrypoint === 'string' ? [entrypoint] : (entrypoint ?? []);
    return { Entrypoint: [...words, 'timeout', '--signal=INT', '--kill-after=10', String(seconds)], Cmd: command ?? [] };
  }

  private usesGvisor(): Promise<boolean> {
    this.hasGvisor ??= this.asking('tell about itself', async () => runtimesOf(await this.info()).includes(GVISOR)).catch((error: unknown) => {
      this.hasGvisor = null;
      throw error;
    });
    return this.hasGvisor;
  }

  private info(): Promise<EngineInfo> {
    return this.docker.info() as Promise<EngineInfo>;
  }

  private create(request: OpenSandbox, image: string, main: { Entrypoint: string[]; Cmd: string[] }, gvisor: boolean): Promise<Docker.Container> {
    return this.docker.createContainer({
      ...main,
      Image: image,
      Labels: labelsOf(this.options.installation, request),
      Hostname: 'sandbox',
      // Nobody asks for it, and it is an exec every two seconds as long as a person tries the module.
      Healthcheck: { Test: ['NONE'] },
      HostConfig: { ...SANDBOX_PROFILE, ...(gvisor ? { Runtime: GVISOR } : {}), ...(request.slug === undefined ? {} : { Binds: [`${this.directories.path(request.slug)}:${UAT_MOUNT}`] }) },
    });
  }

  private async asking<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toDockerError(this.name, doing, error);
    }
  }
}
