import Docker from 'dockerode';

/** Containers (also ended ones) of a session on this machine's Docker, by our label, or by name where the session adopted it. */
export async function containersOf(sessionId: string): Promise<readonly string[]> {
  const found = await new Docker().listContainers({ all: true, filters: { label: ['io.odoo-module-builder.role=sandbox'] } });
  const isOf = ({ Labels, Names }: Docker.ContainerInfo): boolean => Labels['io.odoo-module-builder.session'] === sessionId || Names.some((name) => name.includes(`.${sessionId}.`));
  return found.filter(isOf).map(({ Id, State }) => `${Id.slice(0, 12)} ${State}`);
}
