import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { packTar } from '../src/adapters/docker/tar.js';
import type { ModuleSource } from '../src/app/module-source.js';
import { odooSummary, type OdooSummary } from './odoo-summary.js';
import type { Teardown } from './teardown.js';

const run = promisify(execFile);

/** Odoo and PostgreSQL of the sandbox image, and nothing that we baked into it: a new cluster, an empty database. */
const SCRIPT = `
set -eu
as() { user=$1; shift; setpriv --reuid="$user" --regid="$user" --clear-groups env HOME="/home/$user" "$@"; }
mkdir -p "/mnt/modules/$1"; tar -x -C "/mnt/modules/$1" -f -; chown -R odoo:odoo /mnt/modules
install -d -o postgres -g postgres /var/lib/cold
as postgres initdb --pgdata=/var/lib/cold --encoding=UTF8 --locale=C.UTF-8 >/dev/null
as postgres pg_ctl --pgdata=/var/lib/cold --log=/tmp/postgres.log --wait start >/dev/null
as postgres createuser odoo
as postgres createdb --owner=odoo cold
shift
as odoo odoo --database=cold --stop-after-init "$@"
`;

export interface ColdRun {
  readonly ms: number;
  /** Null when the time was up before Odoo came to its end. */
  readonly summary: OdooSummary | null;
}

/** From `docker run` to the end of `odoo -i M …` on a database that is made from nothing; ended after `limitMs`. */
export async function coldOdoo(image: string, { spec, files, tests }: ModuleSource, args: readonly string[], limitMs: number, teardown: Teardown): Promise<ColdRun> {
  const name = `omb-bench-cold-${randomBytes(4).toString('hex')}`;
  const remove = teardown.add(async () => void (await run('docker', ['rm', '-f', '-v', name]).catch(() => undefined)));
  const tar = await packTar([...files, ...tests]);
  const began = performance.now();
  // The label keeps reapers away: by the image's own one it would be a sandbox that nobody leases.
  const child = spawn('docker', ['run', '-i', '--name', name, '--label', 'io.odoo-module-builder.role=bench', '--network', 'none', '--user', 'root', '--entrypoint', 'sh', image, '-c', SCRIPT, 'sh', spec.name, '-i', spec.name, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log = (log + chunk.toString('utf8')).slice(-64 * 1024)));
  child.stdin.end(tar);
  const timer = setTimeout(() => void remove(), limitMs);
  try {
    await once(child, 'exit');
    const ms = performance.now() - began;
    const summary = odooSummary(log);
    if (summary === null && ms < limitMs) throw new Error(`The cold container did not get to its tests:\n${log.slice(-2000)}`);
    return { ms, summary };
  } finally {
    clearTimeout(timer);
    await remove();
  }
}
