import { readFile } from 'node:fs/promises';
import { drainHost } from '../../../src/app/hosts/drain-host.js';
import type { App } from '../../../src/app/app.js';
import { BuilderError } from '../../../src/domain/errors.js';
import { withProduct } from './product.js';
import { readSetupConf } from './setup-conf.js';

/** At the deadline the reaper ends what is left, at one of its next rounds; live Odoos are opened elsewhere by then. */
const AFTER_DEADLINE_MS = 90_000;
const LOOK_MS = 2_000;

/**
 * No new sandbox on a host from now on; resolves when none runs there, or the deadline is over.
 * Called again it goes on, with a deadline of its own.
 */
async function drained(app: App, address: string, minutes: number, say: (line: string) => void): Promise<void> {
  const left = await drainHost(app, address, minutes).catch((error: unknown) => {
    if (error instanceof BuilderError && error.code === 'host_unknown') return null;
    throw error;
  });
  if (left === null) return say('it is not in the pool');
  const deadline = new Date(left.until).getTime() + AFTER_DEADLINE_MS;
  for (let said = -1; ; ) {
    const { count } = (await app.hosts?.registry.leases(address)) ?? { count: 0 };
    if (count === 0) return say('nothing runs there any more');
    if (app.clock.now().getTime() > deadline) return say(`${count} ${count === 1 ? 'place is' : 'places are'} still taken there, and given up now: what was at work is done again elsewhere`);
    if (count !== said) say(`${count} ${count === 1 ? 'sandbox runs' : 'sandboxes run'} there, until ${left.until.slice(0, 19)}Z at the latest`);
    said = count;
    await app.clock.sleep(LOOK_MS);
  }
}

/** `drain.js ADDRESS MINUTES`, as root on the n8n host. */
async function main([address = '', minutes = '']: readonly string[]): Promise<void> {
  const conf = readSetupConf(await readFile('/etc/odoo-module-builder/setup.conf', 'utf8'));
  await withProduct(conf, (app) => drained(app, address, Number(minutes), (line) => void process.stdout.write(`${line}\n`)));
}

main(process.argv.slice(2)).then(
  // The product's connections are kept open for whoever comes next; here nobody does.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
