import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { LightsailEndpoint } from '../../fakes/lightsail/endpoint.js';
import type { DebianHost } from '../host/debian-host.js';
import { DebianMachines } from '../host/debian-machines.js';
import { confText } from './deployed.js';

const DEPLOY_SH = resolve(__dirname, '../../../deployment/n8n/deploy.sh');

/** n8n takes npm five minutes on a quiet machine. This machine has it from the same lock file, where setup-n8n.sh looks for it. */
function n8nThere(): readonly string[] {
  if (process.env['OMB_DEPLOY_FROM_NOTHING'] === '1') return [];
  const { folder } = JSON.parse(process.env['OMB_TEST_N8N_RUNTIME'] ?? '') as { readonly folder: string };
  return [`${folder}:/opt/odoo-module-builder/${basename(folder)}:ro`];
}

/** A line of an apply that says what is being done, at Lightsail or on a host. */
const STEP = /^ {2}(?:(?:import|take|make|give|set) |omb-(?:n8n|docker-\d+): )/;

/** deploy.sh as an operator calls it, with booted Debian machines behind Lightsail. */
export class TestDeployment {
  private constructor(readonly machines: DebianMachines, readonly endpoint: LightsailEndpoint, readonly folder: string) {}

  static async start(name: string, conf: Readonly<Record<string, string>>): Promise<TestDeployment> {
    const machines = await DebianMachines.start(name, n8nThere());
    const endpoint = await LightsailEndpoint.start({ machines });
    const folder = await mkdtemp(join(tmpdir(), 'omb-deploy-'));
    const deployment = new TestDeployment(machines, endpoint, folder);
    await deployment.configure(conf);
    return deployment;
  }

  /** Writes the whole configuration anew. */
  async configure(conf: Readonly<Record<string, string>>): Promise<void> {
    await writeFile(join(this.folder, 'my.conf'), confText({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', OPERATOR_CIDRS: `${this.machines.operator}/32`, ...conf }), { mode: 0o600 });
  }

  async end(): Promise<void> {
    await this.endpoint.stop();
    await this.machines.end();
    await rm(this.folder, { recursive: true });
    expect(this.endpoint.wrong).toEqual([]);
  }

  /** What a call that ends well says. With `killAt` it is ended at the first line that fits, as by a power cut. */
  async run(args: readonly string[], killAt?: RegExp): Promise<string> {
    const { out, code, signal } = await this.call(args, (line) => killAt?.test(line) === true);
    expect([out, code, signal]).toEqual(killAt === undefined ? [out, 0, null] : [out, null, 'SIGKILL']);
    return out;
  }

  /**
   * Applies, and kills call after call at the first step that none before has come to, as power cuts would, until one comes to its
   * end; the steps, and what the last call says.
   */
  async applyKilledAtEachStep(): Promise<{ readonly steps: readonly string[]; readonly out: string }> {
    const steps: string[] = [];
    for (;;) {
      let isKilled = false;
      const { out, code, signal } = await this.call([], (line) => {
        if (isKilled || !STEP.test(line) || steps.includes(line)) return false;
        steps.push(line);
        isKilled = true;
        return true;
      });
      if (isKilled) continue;
      expect([out, code, signal]).toEqual([out, 0, null]);
      return { steps, out };
    }
  }

  /** What a call that is refused says. */
  async refused(args: readonly string[]): Promise<string> {
    const { out, code } = await this.call(args);
    expect([out, code]).toEqual([out, 1]);
    return out;
  }

  get n8n(): Promise<DebianHost> {
    return this.machines.host('omb-n8n');
  }

  /** Where the product is called: another one after the deployment was destroyed and made again. */
  get address(): string {
    return String(this.endpoint.holds.staticIps['omb-ip']?.['ipAddress']);
  }

  private async call(args: readonly string[], killAt: (line: string) => boolean = () => false): Promise<{ readonly out: string; readonly code: number | null; readonly signal: string | null }> {
    const child = this.spawn(args);
    const lines: string[] = [];
    const read = async (stream: NodeJS.ReadableStream): Promise<void> => {
      for await (const line of createInterface({ input: stream })) {
        lines.push(line);
        // It takes minutes; whoever waits sees where it is.
        process.stderr.write(`${line}\n`);
        if (killAt(line)) child.kill('SIGKILL');
      }
    };
    if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
    const [[code, signal]] = await Promise.all([once(child, 'close') as Promise<[number | null, string | null]>, read(child.stdout), read(child.stderr)]);
    return { out: lines.join('\n'), code, signal };
  }

  private spawn(args: readonly string[]): ChildProcess {
    const env = {
      HOME: this.folder, XDG_CONFIG_HOME: join(this.folder, 'config'), PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      AWS_ENDPOINT_URL: this.endpoint.url, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary-of-the-secret-key',
    };
    return spawn(DEPLOY_SH, [...args, '--config', 'my.conf'], { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  }
}
