import { SANDBOX_MEMORY_BYTES } from '../../ports/sandbox.js';

const MIB = 1024 * 1024;

/**
 * The walls of a sandbox, as Docker's HostConfig: one value, so that one look and one test tell what they are.
 * Measured with all tests and a browser green (deployment/sandbox/README.md says why each tmpfs is there).
 */
export const SANDBOX_PROFILE = {
  NetworkMode: 'none',
  ReadonlyRootfs: true,
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges'],
  Privileged: false,
  /** A crashed container never comes back by itself, and takes its anonymous volume along when it ends. */
  RestartPolicy: { Name: 'no' },
  AutoRemove: true,
  PidsLimit: 512,
  Memory: SANDBOX_MEMORY_BYTES,
  /** Equal to Memory: no swap. */
  MemorySwap: SANDBOX_MEMORY_BYTES,
  /** Two cores in all; NanoCpus would be refused by a host that has one. */
  CpuPeriod: 100_000,
  CpuQuota: 200_000,
  ShmSize: 128 * MIB,
  OomScoreAdj: 500,
  Ulimits: [
    { Name: 'nofile', Soft: 8192, Hard: 8192 },
    { Name: 'core', Soft: 0, Hard: 0 },
    /** No file may pass this: one table of a module cannot eat the host's disk. */
    { Name: 'fsize', Soft: 512 * MIB, Hard: 512 * MIB },
  ],
  Tmpfs: {
    '/tmp': 'mode=1777,size=256m',
    '/run/postgresql': 'uid=5432,gid=5432,mode=0755,size=1m',
    '/home/odoo': 'uid=8069,gid=8069,mode=0700,size=256m',
    '/home/browser': 'uid=9222,gid=9222,mode=0700,size=256m',
    /** Of the outside view, not of Odoo: neither the module's files nor its frozen tests change under it. */
    '/mnt/modules': 'uid=5432,gid=5432,mode=0755,size=64m',
  },
  /** Anonymous: Docker fills it with the image's data directory. */
  Mounts: [{ Type: 'volume' as const, Source: '', Target: '/var/lib/postgresql/data' }],
  LogConfig: { Type: 'json-file', Config: { 'max-size': '4m', 'max-file': '1' } },
};

/**
 * What a sandbox that takes much keeps of the cores: an eighth of what others get who want them, and one core in all.
 * Shares only divide what all sandboxes have together: on two busy cores the engine and this process would wait for them.
 * Fair tests take no longer on one core (measured, docs/security-model.md): Odoo waits for Postgres, and Postgres for Odoo.
 */
export const CORES_OF_WHO_GIVES_WAY = { CpuShares: 128, CpuQuota: 100_000 };

/** Where the socket directory of a UAT instance appears inside. */
export const UAT_MOUNT = '/run/uat';
/** Owner of the socket directory: the image's `relay` user. */
export const RELAY_UID = 8070;
/** gVisor's runtime, by the name under which its own installer gives it to Docker: a kernel of its own around each sandbox. Used where the host has it. */
export const GVISOR = 'runsc';
