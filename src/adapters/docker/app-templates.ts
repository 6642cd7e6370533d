import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { BuilderError } from '../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import { statusOf } from './errors.js';
import { LABEL } from './labels.js';
import { within } from './within.js';

const ROLE = 'app-template';
const APPS = 'io.odoo-module-builder.apps';
const FROM = 'io.odoo-module-builder.from';
const REPOSITORY = 'omb-sandbox-apps';
/** Odoo's accounting with its bundles takes 2 minutes on 2 cores. */
const BUILD_LIMIT_MS = 15 * 60_000;
/** The builder ends itself; this is for an engine that forgets to say so. */
const BEYOND_ITS_OWN_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 1000;
/** A builder that ended this long ago has lost the process that would have committed it. */
const ABANDONED_MS = 60_000;
/** omb-add-apps: one of the apps is not in this Odoo. */
const UNKNOWN_APP = 3;
const MAX_AGE_MS = 30 * 86_400_000;
const GIB = 1024 ** 3;
const MAX_BYTES = 8 * GIB;

export interface TemplateImage {
  readonly tag: string;
  readonly lastUsed: Date;
  /** Beyond the sandbox image, whose layers it shares. */
  readonly bytes: number;
}

/** Which images go: those unused for long, and the longest unused ones until the rest fits. Pure. */
export function toEvict(images: readonly TemplateImage[], now: Date, { maxAgeMs, maxBytes }: { maxAgeMs: number; maxBytes: number } = { maxAgeMs: MAX_AGE_MS, maxBytes: MAX_BYTES }): readonly TemplateImage[] {
  const newestFirst = images.toSorted((a, b) => b.lastUsed.getTime() - a.lastUsed.getTime());
  let kept = 0;
  return newestFirst.filter(({ lastUsed, bytes }) => {
    if (now.getTime() - lastUsed.getTime() > maxAgeMs || kept + bytes > maxBytes) return true;
    kept += bytes;
    return false;
  });
}

/**
 * Images of a Docker host whose template databases have Odoo apps installed: a module that extends sales does not pay for
 * the installation of sales with each verdict. Made on demand from the sandbox image, found by digest afterwards.
 */
export class AppTemplates {
  private readonly building = new Map<string, Promise<string>>();

  constructor(private readonly docker: Docker, private readonly image: string, private readonly clock: Clock) {}

  /**
   * The image for a set of apps; the sandbox image itself for none, and where one of them is not in this Odoo, so that
   * the module's installation says what is missing.
   * @throws BuilderError transient `app_template_failed`; what Docker throws
   */
  async ensure(apps: readonly string[], progress?: (message: string) => void): Promise<string> {
    const names = [...new Set(apps)].toSorted();
    if (names.length === 0) return this.image;
    const from = (await this.docker.getImage(this.image).inspect()).Id;
    const digest = createHash('sha256').update(JSON.stringify([from, names])).digest('hex').slice(0, 12);
    const tag = `${REPOSITORY}:${digest}`;
    if (await this.touch(tag)) return tag;
    const existing = this.building.get(tag);
    if (existing === undefined) progress?.(`Preparing an Odoo with ${names.join(', ')}: this is done once, and takes some minutes`);
    else progress?.(`Waiting for the Odoo with ${names.join(', ')} that is being prepared`);
    const made = existing ?? this.build(tag, from, names).finally(() => this.building.delete(tag));
    this.building.set(tag, made);
    return made;
  }

  /** Removes what is old or too much; images in use stay. */
  async evict(): Promise<void> {
    const found = await this.docker.listImages({ filters: { label: [`${LABEL.role}=${ROLE}`] } });
    if (found.length === 0) return;
    const { Size: shared } = await this.docker.getImage(this.image).inspect();
    const images = await Promise.all(found.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith(`${REPOSITORY}:`)).map((tag) => this.known(tag, shared)));
    for (const { tag } of toEvict(images.filter((image) => image !== null), this.clock.now())) {
      await this.docker.getImage(tag).remove().catch((error: unknown) => {
        if (![404, 409].includes(statusOf(error) ?? 0)) throw error;
      });
    }
  }

  private async known(tag: string, shared: number): Promise<TemplateImage | null> {
    try {
      const { Created, Metadata, Size } = (await this.docker.getImage(tag).inspect()) as { Created: string; Metadata?: { LastTagTime?: string }; Size: number };
      const used = new Date(Metadata?.LastTagTime ?? Created);
      return { tag, lastUsed: used.getTime() > 0 ? used : new Date(Created), bytes: Math.max(0, Size - shared) };
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** True if it is there. The engine remembers when an image was tagged last: that is when it was used. */
  private async touch(tag: string): Promise<boolean> {
    try {
      await this.docker.getImage(tag).tag({ repo: REPOSITORY, tag: versionOf(tag) });
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }

  private async build(tag: string, from: string, apps: readonly string[]): Promise<string> {
    await this.evict();
    const container = await this.builder(tag, from, apps);
    if (container === null) return tag;
    try {
      await container.start();
      const { StatusCode } = (await within(BUILD_LIMIT_MS + BEYOND_ITS_OWN_LIMIT_MS, container.wait(), tooLate)) as { StatusCode: number };
      if (StatusCode === UNKNOWN_APP) return this.image;
      if (StatusCode !== 0) throw new BuilderError('transient', 'app_template_failed', `An Odoo with ${apps.join(', ')} could not be prepared: ${await lastWords(container)}`);
      const { Cmd, Entrypoint, User } = (await this.docker.getImage(from).inspect()).Config;
      await container.commit({
        repo: REPOSITORY,
        tag: versionOf(tag),
        changes: [
          `CMD ${JSON.stringify(Cmd)}`,
          `ENTRYPOINT ${JSON.stringify(Entrypoint)}`,
          `USER ${User}`,
          `LABEL ${LABEL.role}=${ROLE} ${APPS}=${apps.join(',')} ${FROM}=${from}`,
        ].join('\n'),
      });
      return tag;
    } finally {
      await container.remove({ force: true, v: true });
    }
  }

  /** The container that makes the image. Its name is a lock: while it is another process's, that one is waited for. Null when the image is there meanwhile. */
  private async builder(tag: string, from: string, apps: readonly string[]): Promise<Docker.Container | null> {
    const name = `omb-build-${versionOf(tag)}`;
    for (let waited = 0; waited < BUILD_LIMIT_MS; waited += LOOK_EVERY_MS) {
      if (await this.touch(tag)) return null;
      const container = await this.create(name, from, apps);
      if (container !== null) return container;
      // Made, and not yet or no longer there: both are no state.
      const found = await this.docker.getContainer(name).inspect().catch(() => null);
      const stoodStillSince = found?.State.Status === 'exited' ? found.State.FinishedAt : found?.State.Status === 'created' ? found.Created : null;
      const isLeft = stoodStillSince !== null && Date.now() - Date.parse(stoodStillSince) > ABANDONED_MS;
      if (isLeft) await this.docker.getContainer(name).remove({ force: true, v: true }).catch(() => undefined);
      else await this.clock.sleep(LOOK_EVERY_MS);
    }
    throw new BuilderError('transient', 'app_template_failed', 'An Odoo with the apps that this module needs is being prepared by another process, and is not ready yet.');
  }

  /** Null when there is one of that name. Its code is Odoo's own; all the same it has no network. */
  private async create(name: string, from: string, apps: readonly string[]): Promise<Docker.Container | null> {
    try {
      return await this.docker.createContainer({
        name,
        Image: from,
        User: 'root',
        Entrypoint: ['tini', '--', 'timeout', '--signal=KILL', String(BUILD_LIMIT_MS / 1000)],
        Cmd: ['omb-add-apps', ...apps],
        Labels: { [LABEL.role]: `${ROLE}-builder` },
        Healthcheck: { Test: ['NONE'] },
        HostConfig: { NetworkMode: 'none', CapDrop: ['ALL'], CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID', 'KILL'], SecurityOpt: ['no-new-privileges'], PidsLimit: 512, Memory: 3 * GIB, MemorySwap: 3 * GIB, RestartPolicy: { Name: 'no' }, LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } } },
      });
    } catch (error) {
      if (statusOf(error) === 409) return null;
      throw error;
    }
  }
}

const versionOf = (tag: string): string => tag.slice(REPOSITORY.length + 1);

async function lastWords(container: Docker.Container): Promise<string> {
  const log = (await container.logs({ stdout: true, stderr: true, tail: 20 })).toString('utf8');
  return log.replace(/[^\x20-\x7e\n]/g, '').trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}

const tooLate = (): BuilderError => new BuilderError('transient', 'app_template_failed', `An Odoo with the apps that this module needs was not prepared within ${BUILD_LIMIT_MS / 60_000} minutes.`);
