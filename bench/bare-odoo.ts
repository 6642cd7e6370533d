import type { ModuleSource } from '../src/app/module-source.js';
import { appsOf } from '../src/domain/base-modules.js';
import type { Sandbox } from '../src/ports/sandbox.js';
import { mustBeGreen } from './odoo-summary.js';
import { openSandbox } from './sandbox-host.js';
import type { Teardown } from './teardown.js';

const LIMIT_MS = 600_000;

/** A sandbox that is up and has the module's files: what a developer at the prompt would have before typing the command. */
export class RunningSandbox {
  private databases = 0;

  private constructor(private readonly sandbox: Sandbox, private readonly module: string, readonly end: () => Promise<void>) {}

  static async open(image: string, { spec, files, tests }: ModuleSource, teardown: Teardown): Promise<RunningSandbox> {
    const { sandbox, end } = await openSandbox(image, teardown, appsOf(spec.depends));
    await sandbox.putFiles(`/mnt/modules/${spec.name}`, [...files, ...tests], 'postgres');
    return new RunningSandbox(sandbox, spec.name, end);
  }

  /** `odoo -i M --test-tags /M` on a fresh clone of the template, milliseconds: without and with the cloning. */
  async installAndTest(): Promise<{ readonly ms: number; readonly withClone: number }> {
    const database = `bare_${++this.databases}`;
    const began = performance.now();
    const clone = await this.sandbox.exec({ command: ['omb-clone', 'tpl_base', database], user: 'postgres', timeoutMs: LIMIT_MS });
    if (clone.exitCode !== 0) throw new Error(`The template was not cloned: ${clone.stderr}`);
    const { durationMs, stdout, stderr } = await this.sandbox.exec({
      command: ['odoo', '-d', database, '-i', this.module, '--test-tags', `/${this.module}`, '--stop-after-init'],
      user: 'odoo',
      timeoutMs: LIMIT_MS,
    });
    mustBeGreen('odoo in the running sandbox', stdout + stderr);
    return { ms: durationMs, withClone: performance.now() - began };
  }
}
