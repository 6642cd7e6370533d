import Docker from 'dockerode';

/** Where the network probes look, besides addresses at which nobody may be. */
export interface World {
  /** Address of a container that listens on port 8000, on a network of its own without a way out. */
  readonly neighbour: string;
  /** Name of that network. */
  readonly network: string;
  end(): Promise<void>;
}

/** A container that listens: what a probe would reach if there were a network between sandboxes. */
export async function startWorld(image: string): Promise<World> {
  const docker = new Docker();
  const name = `omb-walls-${process.pid}`;
  const network = await docker.createNetwork({ Name: name, Internal: true });
  const container = await docker.createContainer({
    Image: image, Entrypoint: ['python3'], Cmd: ['-m', 'http.server', '8000', '--directory', '/mnt'], Healthcheck: { Test: ['NONE'] }, User: 'browser',
    Labels: { 'io.odoo-module-builder.role': 'walls' },
    HostConfig: { NetworkMode: name, AutoRemove: true, ReadonlyRootfs: true, CapDrop: ['ALL'], Memory: 128 * 1024 * 1024, PidsLimit: 32 },
  });
  await container.start();
  const { NetworkSettings } = await container.inspect();
  return {
    neighbour: NetworkSettings.Networks[name]?.IPAddress ?? '',
    network: name,
    end: async () => {
      await container.remove({ force: true, v: true });
      await network.remove();
    },
  };
}
