import type { OpenSandbox, SandboxInfo } from '../../ports/sandbox.js';

/** Every label of every container that this product makes. The reaper and people (`docker ps --filter label=…`) go by them. */
export const LABEL = {
  role: 'io.odoo-module-builder.role',
  /** Id of the installation that made it: several may share a Docker host. */
  installation: 'io.odoo-module-builder.installation',
  session: 'io.odoo-module-builder.session',
  purpose: 'io.odoo-module-builder.purpose',
  slug: 'io.odoo-module-builder.slug',
  /** Fence of the pool lease under which the container was opened. */
  lease: 'io.odoo-module-builder.lease',
  /** ISO 8601: after this the reaper takes it. */
  expires: 'io.odoo-module-builder.expires',
} as const;

export const SANDBOX_ROLE = 'sandbox';

export function labelsOf(installation: string, request: OpenSandbox): Record<string, string> {
  return {
    [LABEL.role]: SANDBOX_ROLE,
    [LABEL.installation]: installation,
    [LABEL.session]: request.sessionId ?? '',
    [LABEL.purpose]: request.purpose,
    [LABEL.lease]: String(request.fence),
    [LABEL.expires]: request.expiresAt.toISOString(),
    ...(request.slug === undefined ? {} : { [LABEL.slug]: request.slug }),
  };
}

/** `label=…` filters of Docker's list call; without an installation, those of all. */
export function labelFilter(installation?: string): string[] {
  return [`${LABEL.role}=${SANDBOX_ROLE}`, ...(installation === undefined ? [] : [`${LABEL.installation}=${installation}`])];
}

/** Labels cannot be changed, a name can: whose a warm sandbox has become, and until when. */
export const adoptedName = (id: string, { sessionId, expiresAt }: { readonly sessionId: string; readonly expiresAt: Date }): string => `omb-test.${sessionId}.${Math.floor(expiresAt.getTime() / 1000)}.${id.slice(0, 12)}`;
const ADOPTED = /^\/omb-test\.([\w-]+)\.(\d+)\.[0-9a-f]{12}$/;

/** @param created seconds since the epoch. A container with a broken expiry label is past it. */
export function infoOf(id: string, created: number, labels: Readonly<Record<string, string>>, names: readonly string[] = []): SandboxInfo {
  const adopted = names.map((name) => ADOPTED.exec(name)).find((match) => match !== null);
  const expires = adopted ? new Date(Number(adopted[2]) * 1000) : new Date(labels[LABEL.expires] ?? 0);
  return {
    id,
    sessionId: adopted?.[1] ?? (labels[LABEL.session] || null),
    purpose: labels[LABEL.purpose] === 'uat' ? 'uat' : 'test',
    slug: labels[LABEL.slug] ?? null,
    createdAt: new Date(created * 1000),
    expiresAt: Number.isNaN(expires.getTime()) ? new Date(0) : expires,
  };
}
