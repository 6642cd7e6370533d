import type { Readable, Writable } from 'node:stream';
import type { ModuleFile } from '../domain/module-file.js';

export type SandboxPurpose = 'test' | 'uat';

/** Unix users inside the sandbox: Odoo and all module code run as `odoo`; the others are out of their reach (deployment/sandbox/README.md). */
export type SandboxUser = 'odoo' | 'postgres' | 'browser' | 'relay';

/** The variable of the environment by which all processes of a command are found, also those that it does not begin itself. */
export const COMMAND_TAG = 'OMB_EXEC';

export interface ExecRequest {
  readonly command: readonly string[];
  readonly user: SandboxUser;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Killed with the whole sandbox's process group of it after this long. */
  readonly timeoutMs: number;
  /** Called per line as it comes; both streams. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Bytes of output that are kept (the rest is counted and dropped); default 8 MiB. */
  readonly maxOutputBytes?: number;
  /** Killed when one of its streams passes that: what comes after would be lost anyhow. */
  readonly stopWhenFull?: boolean;
  readonly signal?: AbortSignal;
}

export interface ExecResult {
  /** Null when it was killed: by the time limit, or because its output was full. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly droppedBytes: number;
  readonly durationMs: number;
}

/** A running process with its stdio, for MCP. */
export interface SandboxProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(): Promise<void>;
}

/** A command that runs and waits for its input. */
export interface StartedCommand {
  /** The first line of its stdout; null when it ended without one. */
  readonly firstLine: Promise<string | null>;
  hasEnded(): boolean;
  /** Gives it its input, and waits for its end. `timeoutMs` counts from here. */
  finish(request: Pick<ExecRequest, 'stdin' | 'timeoutMs' | 'onLine' | 'signal'>): Promise<ExecResult>;
  kill(): Promise<void>;
}

/** Asked before each change on a Docker host. @throws BuilderError transient `place_lost` when the lease is over or another has its place */
export type LeaseCheck = () => Promise<void>;

/** One container of one session. */
export interface SandboxLoad {
  /** It has as many processes as it may. */
  readonly isFullOfProcesses: boolean;
  /** Processor time that it has had since it began, milliseconds; of all its cores together. */
  readonly cpuMs: number;
}

export interface Sandbox {
  readonly id: string;
  readonly image: string;
  exec(request: ExecRequest): Promise<ExecResult>;
  spawn(request: Pick<ExecRequest, 'command' | 'user' | 'env'>): Promise<SandboxProcess>;
  /** `exec` in two parts: the command now, its input and its end later. */
  start(request: Pick<ExecRequest, 'command' | 'user' | 'env' | 'maxOutputBytes' | 'stopWhenFull'>): Promise<StartedCommand>;
  /** Files go in over stdin as a tar; `directory` is absolute. */
  putFiles(directory: string, files: readonly ModuleFile[], user: SandboxUser): Promise<void>;
  getFile(path: string): Promise<Uint8Array>;
  /** True if the kernel killed a process of it for memory. */
  outOfMemory(): Promise<boolean>;
  /** Asked of the engine: inside there may be no room for one that counts. */
  load(): Promise<SandboxLoad>;
  /** From now on it has one core at most, and a small share of it where others want it too. */
  giveWay(): Promise<void>;
  /** Container, volumes and socket directory are gone afterwards; calling it twice is fine. */
  destroy(): Promise<void>;
  /** From now on each change to it asks first: a warm one is a session's now. */
  heldUnder(lease: LeaseCheck): void;
}

export interface OpenSandbox {
  /** Null: a warm one, which a session adopts later. */
  readonly sessionId: string | null;
  readonly purpose: SandboxPurpose;
  /** UAT only: the slug of the instance; its socket directory is made and mounted at /run/uat. */
  readonly slug?: string;
  readonly fence: number;
  /** After this the reaper may take it. */
  readonly expiresAt: Date;
  /** Odoo apps that its template databases have beyond those of every sandbox; made once a host where they are missing. */
  readonly apps?: readonly string[];
  readonly progress?: (message: string) => void;
  readonly signal?: AbortSignal;
}

export interface SandboxInfo {
  readonly id: string;
  /** Null of a warm one. */
  readonly sessionId: string | null;
  readonly purpose: SandboxPurpose;
  readonly slug: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/**
 * One Docker host.
 * @throws BuilderError transient `docker_unreachable` | `sandbox_image_missing` | `sandbox_start_failed` | `sandbox_lost` | `docker_failed`
 */
export interface SandboxHost {
  readonly name: string;
  /** The same host in the hands of a lease: it and the sandboxes that it gives out change nothing without asking. @throws from then on also transient `place_lost` */
  under(lease: LeaseCheck): SandboxHost;
  /** Engine version, cores, memory, whether the sandbox image is there, and whether sandboxes get a kernel of their own (gVisor). */
  ping(): Promise<{ readonly version: string; readonly cpus: number; readonly memoryBytes: number; readonly imagePresent: boolean; readonly gvisor: boolean }>;
  /** Digest of the sandbox image that is there, null when it is not. */
  imageDigest(): Promise<string | null>;
  /** The sandbox image as a tar, for a host that lacks it. */
  exportImage(): Promise<NodeJS.ReadableStream>;
  importImage(tar: NodeJS.ReadableStream): Promise<void>;
  open(request: OpenSandbox): Promise<Sandbox>;
  attach(id: string): Promise<Sandbox | null>;
  /** A warm sandbox becomes the session's own. False when it is gone. */
  adopt(id: string, owner: { readonly sessionId: string; readonly expiresAt: Date }): Promise<boolean>;
  list(filter?: { readonly sessionId?: string; readonly purpose?: SandboxPurpose }): Promise<readonly SandboxInfo[]>;
  /** Ends all containers (of the purpose) of a session, with volumes and directories; how many there were. */
  destroySession(sessionId: string, purpose?: SandboxPurpose): Promise<number>;
  /** Ends all that is past its expiry, and of this installation's what `isLive` denies. */
  reap(isLive: (sandbox: SandboxInfo) => Promise<boolean>): Promise<readonly SandboxInfo[]>;
}

/** What one sandbox may use of its host's memory, bytes. */
export const SANDBOX_MEMORY_BYTES = 1536 * 1024 * 1024;

export interface PoolLease {
  readonly leaseId: string;
  readonly sessionId: string;
  readonly purpose: SandboxPurpose;
  /** Under this lease. */
  readonly host: SandboxHost;
  readonly fence: number;
  readonly expiresAt: Date;
  readonly stillHeld: LeaseCheck;
}

export interface PoolStatus {
  readonly hosts: readonly {
    readonly name: string;
    readonly state: 'ready' | 'draining' | 'unreachable';
    /** Of a draining one: what still runs on it then is ended. */
    readonly drainUntil: Date | null;
    readonly labels: readonly string[];
    readonly slots: number;
    readonly used: number;
    readonly warm: number;
    readonly detail: string;
  }[];
}

/**
 * Slots for sandboxes over one or many hosts.
 * @throws BuilderError transient `no_capacity` (nobody waits: `waitMs` is 0) | `place_timeout` (after `waitMs`) | `docker_unreachable` (no host answers)
 */
export interface SandboxPool {
  acquire(request: {
    readonly sessionId: string;
    readonly purpose: SandboxPurpose;
    readonly ttlMs: number;
    readonly waitMs: number;
    /** Names of hosts that have something ready for it: those first. */
    readonly preferred?: readonly string[];
    /** Told the place in the line, 1 for who is next, and again when it changes. */
    readonly onPlace?: (place: number) => void;
    readonly signal?: AbortSignal;
  }): Promise<PoolLease>;
  /** False when the lease was lost. */
  renew(lease: Pick<PoolLease, 'leaseId' | 'fence'>, ttlMs: number): Promise<boolean>;
  /** Renews one that may have run out while nobody looked after it, if nobody has its place; never to an earlier end than it has. False when it was lost. */
  keep(lease: Pick<PoolLease, 'leaseId' | 'fence'>, ttlMs: number): Promise<boolean>;
  release(leaseId: string): Promise<void>;
  /** The live lease of a session's purpose, if any. */
  find(sessionId: string, purpose: SandboxPurpose): Promise<PoolLease | null>;
  status(): Promise<PoolStatus>;
  /** This process has these warm sandboxes; it says so again and again, else the reaper takes them. */
  keepWarm(host: string, ids: readonly string[]): Promise<void>;
  /** It is warm no longer: a session has it, or it is gone. */
  forgetWarm(id: string): Promise<void>;
  /** Those that this process can reach; it grows and shrinks with the registry. */
  readonly hosts: readonly SandboxHost[];
  /** Expired leases and their containers, and containers that nobody leases. */
  reap(): Promise<{ readonly leases: number; readonly containers: number }>;
}
