import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { npm } from './npm.js';

/**
 * Installs our packed tarball where n8n looks for community packages: `<user folder>/.n8n/nodes`.
 *
 * It must be there before main starts: a main that does not know a node type marks the workflow's publication
 * as failed, and its webhooks answer 404 until it is imported again. Skipped when this very tarball is installed.
 *
 * @param beforeChange ends what runs on the package that is there: npm takes its files away first
 * @returns sha256 of the tarball.
 */
export async function installCommunityPackage(userFolder: string, tarball: string, beforeChange: () => Promise<void> = async () => undefined): Promise<string> {
  const digest = createHash('sha256').update(await readFile(tarball)).digest('hex');
  const nodes = join(userFolder, '.n8n', 'nodes');
  const stamp = join(nodes, '.installed-tarball');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return digest;

  await beforeChange();
  await mkdir(nodes, { recursive: true });
  await rm(stamp, { force: true });
  // Without the lock: npm would find the digest of an earlier tarball of the same name and version in it.
  await rm(join(nodes, 'package-lock.json'), { force: true });
  await writeFile(join(nodes, 'package.json'), JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }));
  await npm(nodes, ['install', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', tarball]);
  await writeFile(stamp, digest);
  return digest;
}
