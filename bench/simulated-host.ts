import type { SandboxHost } from '../src/ports/sandbox.js';

/** A Docker host that answers at once and does nothing: what is left is the pool's own work. */
export class SimulatedHost implements SandboxHost {
  constructor(readonly name: string) {}

  under = (): SandboxHost => this;
  ping = async () => ({ version: '0', cpus: 2, memoryBytes: 16 * 2 ** 30, imagePresent: true, gvisor: false });
  imageDigest = async (): Promise<string> => 'sha256:simulated';
  list = async () => [];
  reap = async () => [];
  destroySession = async (): Promise<number> => 0;
  attach = async (): Promise<null> => null;
  adopt = async (): Promise<boolean> => false;
  exportImage = nothing;
  importImage = nothing;
  open = nothing;
}

async function nothing(): Promise<never> {
  throw new Error('nothing runs on a simulated host');
}
