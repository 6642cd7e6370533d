import Docker from 'dockerode';

/** Containers (also ended ones) of a session on this machine's Docker, by our label. */
export async function containersOf(sessionId: string): Promise<readonly string[]> {
  const found = await new Docker().listContainers({ all: true, filters: { label: [`io.odoo-module-builder.session=${sessionId}`] } });
  return found.map(({ Id, State }) => `${Id.slice(0, 12)} ${State}`);
}
