import type Docker from 'dockerode';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { aptInstall } from './apt.js';
import { cacheFolder } from './cache.js';
import { runBuildCommand } from './docker-cli.js';
import type { ImageName, ImageTags } from './image-set.js';
import { onPath } from './on-path.js';
import { ensureSandboxMcp } from './sandbox-mcp.js';

export interface ImageBuildOptions {
  readonly root: string;
  readonly tags: ImageTags;
  readonly onProgress: (line: string) => void;
}

/** Builds images of one set of tags; each call logs into a file of its own below the cache folder. */
export class ImageBuilder {
  constructor(private readonly docker: Docker, private readonly options: ImageBuildOptions) {}

  async base(): Promise<void> {
    const script = join(this.options.root, 'deployment/base/debian/make-base.sh');
    // Only root on Debian can; the script says what is missing otherwise.
    if (process.getuid?.() === 0 && (await onPath('apt-get')) && !(await onPath('mmdebstrap'))) await aptInstall('mmdebstrap');
    await runBuildCommand('sh', [script, this.options.tags.base], { logFile: await this.logFile('base') });
  }

  async odoo(): Promise<void> {
    // A pulled base remembers its registry: then Odoo's official image is in reach too.
    const { RepoDigests } = await this.docker.getImage(this.options.tags.base).inspect();
    if ((RepoDigests ?? []).length > 0) {
      try {
        return await this.officialOdoo();
      } catch (error) {
        this.options.onProgress(`odoo: the official image does not do (${(error as Error).message.split('\n')[0]}); building from Debian's packages`);
      }
    }
    await this.build('odoo', join(this.options.root, 'deployment/base/odoo-debian'), this.options.tags.base);
  }

  async sandbox(): Promise<void> {
    const mcp = await ensureSandboxMcp(this.options.root);
    await this.withContext(join(this.options.root, 'deployment/sandbox'), async (context) => {
      await cp(join(mcp, 'node_modules'), join(context, 'mcp/node_modules'), { recursive: true });
      await this.build('sandbox', context, this.options.tags.odoo);
    });
  }

  /** An image that is its folder's Dockerfile on the base. */
  async plain(name: 'postgres' | 'redis' | 'uat-gateway'): Promise<void> {
    await this.build(name, join(this.options.root, 'deployment', name), this.options.tags.base);
  }

  private async officialOdoo(): Promise<void> {
    const mcp = await ensureSandboxMcp(this.options.root);
    await this.withContext(join(this.options.root, 'deployment/base/odoo-official'), async (context) => {
      await cp(join(mcp, 'node_modules'), join(context, 'playwright/node_modules'), { recursive: true });
      await this.build('odoo', context, this.options.tags.base);
    });
  }

  private async build(name: ImageName, context: string, base: string): Promise<void> {
    const args = ['build', '--build-arg', `BASE=${base}`, '--label', `io.odoo-module-builder.role=${name}`, '--tag', this.options.tags[name], context];
    await runBuildCommand('docker', args, { logFile: await this.logFile(name), onLine: (line) => this.note(name, line) });
  }

  /** Docker's own steps; the packages' thousand lines are for the log. */
  private note(name: ImageName, line: string): void {
    if (/^Step \d+\/\d+ /.test(line)) this.options.onProgress(`${name}: ${line.slice(0, 120)}`);
  }

  private async withContext(folder: string, work: (context: string) => Promise<void>): Promise<void> {
    await mkdir(cacheFolder(), { recursive: true });
    const context = await mkdtemp(join(cacheFolder(), 'context-'));
    try {
      await cp(folder, context, { recursive: true });
      await work(context);
    } finally {
      await rm(context, { recursive: true, force: true });
    }
  }

  private async logFile(name: ImageName): Promise<string> {
    const folder = join(cacheFolder(), 'logs');
    await mkdir(folder, { recursive: true });
    return join(folder, `${this.options.tags[name].replace(':', '-')}.log`);
  }
}
