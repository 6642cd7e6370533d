import { BuilderError } from '../../domain/errors.js';
import type { RegisteredHosts } from '../../ports/sandbox-hosts.js';
import type { App } from '../app.js';
import { dockerNotConfigured } from '../docker-not-configured.js';

/** The registry of a process that has a Docker host. */
export function registeredHosts({ hosts }: App): RegisteredHosts {
  if (hosts === null) throw dockerNotConfigured();
  return hosts;
}

export const hostUnknown = (name: string): BuilderError => new BuilderError('user', 'host_unknown', `There is no Docker host "${name}" in the pool. Get Status lists those that are.`);
