import type Docker from 'dockerode';
import { finished } from 'node:stream/promises';
import type { PostgresState } from './postgres-state.js';

export interface RunPostgres {
  readonly name: string;
  readonly volume: string;
  readonly image: string;
  /** Password and port, told which port the container found has already. */
  readonly chooseState: (inUse: (port: number) => boolean) => Promise<PostgresState>;
}

export interface RunningPostgres {
  readonly container: Docker.Container;
  readonly state: PostgresState;
  remove(): Promise<void>;
}

const LABELS = { 'io.odoo-module-builder.role': 'postgres' };
/** Time to end connections and write out, in seconds, before it is killed. */
const STOP_SECONDS = 20;

/** The container by its name: as it runs if it is of the image, the volume and the port, else made anew on the same volume. */
export async function runPostgres(docker: Docker, wanted: RunPostgres): Promise<RunningPostgres> {
  const container = docker.getContainer(wanted.name);
  const found = await unlessMissing(container.inspect());
  const portFound = Number(found?.HostConfig.PortBindings?.['5432/tcp']?.[0]?.HostPort ?? 0);
  const running = found?.State.Running === true && found.Config.Image === wanted.image;
  if (found !== null && !running) await remove(container);
  const state = await wanted.chooseState((port) => running && port === portFound);
  const result = { container, state, remove: () => remove(container) };
  if (running && state.port === portFound) return result;
  if (running) await remove(container);
  const made = await docker.createContainer({
    name: wanted.name,
    Image: wanted.image,
    Labels: LABELS,
    ExposedPorts: { '5432/tcp': {} },
    HostConfig: {
      PortBindings: { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: String(state.port) }] },
      Mounts: [{ Type: 'volume', Source: wanted.volume, Target: '/var/lib/postgresql/data', VolumeOptions: { NoCopy: false, Labels: LABELS, DriverConfig: { Name: 'local', Options: {} } } }],
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'mode=1777,size=64m', '/run/postgresql': 'uid=5432,gid=5432,mode=0755,size=1m' },
      ShmSize: 256 * 2 ** 20,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  await made.start();
  return result;
}

/**
 * Role and databases, by the script in the image, as often as one likes. The password comes from outside, so that a lost
 * state file is no lost database.
 *
 * @throws Error with psql's output while Postgres does not answer yet
 */
export async function setUpProduct(container: Docker.Container, role: { readonly password: string; readonly mayCreateDatabases: boolean }): Promise<void> {
  const exec = await container.exec({
    Cmd: ['psql', '-Xqt', '-d', 'postgres', '-f', '/usr/local/share/omb/product.sql'],
    User: 'postgres',
    Env: [`OMB_PASSWORD=${role.password}`, `OMB_CREATEDB=${role.mayCreateDatabases ? 'CREATEDB' : 'NOCREATEDB'}`],
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  const stream = await exec.start({ Tty: true });
  let output = '';
  stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  await finished(stream, { writable: false });
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`psql ended with ${ExitCode}: ${output.trim()}`);
}

async function remove(container: Docker.Container): Promise<void> {
  await unlessMissing(container.stop({ t: STOP_SECONDS }));
  await unlessMissing(container.remove({ force: true }));
}

/** Null for what is not there (404) or stopped already (304). */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status === 404 || status === 304) return null;
    throw error;
  }
}
