import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { quote } from './quote.js';
import type { RemoteHost } from './remote-host.js';

/** One of us at a time on a host: what a run that was cut off has left at work there is waited for. */
export const LOCKED = 'exec flock /run/lock/odoo-module-builder';

/** A script of this project on a host, as root; its lines come under the host's name. */
export async function runScript(host: RemoteHost, file: string, args: readonly string[], say: (line: string) => void): Promise<void> {
  const name = basename(file);
  const there = `/root/${name}`;
  // Another may be reading the one that is there.
  await host.run(`cat >${there}.new; mv ${there}.new ${there}`, { input: await readFile(file, 'utf8') });
  await host.run(`${LOCKED} sh ${there} ${args.map(quote).join(' ')}`, { onLine: (line) => say(`${host.name}: ${line.startsWith(`${name}: `) ? line.slice(name.length + 2) : line}`) });
}
