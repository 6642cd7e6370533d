import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packPackage } from '../local/tarball.js';

const run = promisify(execFile);

/** What a host needs of the built project; hosts build nothing. */
const PARTS = ['deployment/n8n/configs', 'deployment/n8n/runtime', 'deployment/n8n/scripts', 'deployment/postgres/sql', 'deployment/uat-gateway/pages', 'workflows', 'dist/deployment', 'dist/src', 'package.json'];

/** `release.tar.gz` in `outDir`: our package and what setup-n8n.sh needs, for /opt/odoo-module-builder/release of a host. Returns its path. */
export async function packRelease(root: string, outDir: string): Promise<string> {
  const folder = join(outDir, 'release');
  await rm(folder, { recursive: true, force: true });
  for (const part of PARTS) {
    await mkdir(dirname(join(folder, part)), { recursive: true });
    await cp(join(root, part), join(folder, part), { recursive: true, filter: (path) => !/\.(map|d\.ts)$/.test(path) });
  }
  await rename(await packPackage(root, outDir), join(folder, 'package.tgz'));
  const file = join(outDir, 'release.tar.gz');
  await run('tar', ['-czf', file, '--owner=0', '--group=0', '--numeric-owner', '-C', folder, '.']);
  await rm(folder, { recursive: true });
  return file;
}
