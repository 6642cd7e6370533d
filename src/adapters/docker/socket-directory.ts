import type Docker from 'dockerode';
import { BuilderError } from '../../domain/errors.js';
import { LABEL } from './labels.js';
import { RELAY_UID } from './profile.js';
import { removeContainer } from './sandbox.js';

const ROLE = 'socket-directory';
const FORGOTTEN_MS = 30_000;

/**
 * Socket directories of UAT instances on the Docker host. The host may be another machine and this process need not
 * be root, so they are made and removed by a short-lived container that mounts their parent and nothing else.
 */
export class SocketDirectories {
  constructor(private readonly docker: Docker, private readonly image: string, private readonly root: string) {}

  path(slug: string): string {
    return `${this.root}/${requireSlug(slug)}`;
  }

  async make(slug: string): Promise<void> {
    await this.run(['install', '-d', '-m', '0755', '-o', String(RELAY_UID), '-g', String(RELAY_UID), `/uat/${requireSlug(slug)}`]);
  }

  async remove(slug: string): Promise<void> {
    await this.run(['rm', '-rf', '--', `/uat/${requireSlug(slug)}`]);
  }

  /** Containers that made or removed a directory for a process that died meanwhile. They live for a second. */
  async forget(): Promise<void> {
    const found = await this.docker.listContainers({ all: true, filters: { label: [`${LABEL.role}=${ROLE}`] } });
    const old = found.filter(({ Created }) => Date.now() - Created * 1000 > FORGOTTEN_MS);
    await Promise.all(old.map(({ Id }) => removeContainer(this.docker.getContainer(Id))));
  }

  private async run(command: string[]): Promise<void> {
    const container = await this.docker.createContainer({
      Image: this.image,
      Entrypoint: command,
      Cmd: [],
      User: '0:0',
      Healthcheck: { Test: ['NONE'] },
      Labels: { [LABEL.role]: ROLE },
      HostConfig: { Binds: [`${this.root}:/uat`], NetworkMode: 'none', ReadonlyRootfs: true, CapDrop: ['ALL'], CapAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'], SecurityOpt: ['no-new-privileges'], Memory: 64 * 1024 * 1024, PidsLimit: 16 },
    });
    try {
      await container.start();
      const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
      if (code !== 0) throw new BuilderError('transient', 'socket_directory_failed', `The directory for a user-test instance below ${this.root} could not be changed on the Docker host (${command[0] ?? ''} ended with ${code}). Is it there, on a disk with room?`);
    } finally {
      await container.remove({ force: true, v: true });
    }
  }
}

function requireSlug(slug: string): string {
  if (/^[a-z0-9]{6,32}$/.test(slug)) return slug;
  throw new BuilderError('bug', 'slug_refused', `"${slug}" is no slug of a user-test instance.`);
}
