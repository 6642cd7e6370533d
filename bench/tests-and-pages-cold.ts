import { openMcpBrowser } from '../src/adapters/mcp/browser.js';
import { readPages, TEST_DATABASE } from '../src/adapters/odoo/database.js';
import { runTests } from '../src/adapters/odoo/run-odoo.js';
import { smokeUi } from '../src/adapters/odoo/ui-smoke.js';
import { startWebOdoo } from '../src/adapters/odoo/web-server.js';
import type { ModuleSource } from '../src/app/module-source.js';
import { openSandbox } from './sandbox-host.js';
import type { Teardown } from './teardown.js';

const LIMIT_MS = 1_800_000;

/**
 * Tests and pages as our verdict does them, but without what we bake and overlap: a container from nothing, an empty
 * database, the module with its tests, then a web server, a browser, and every page. Milliseconds.
 */
export async function testsAndPagesCold(image: string, { spec, files, tests }: ModuleSource, teardown: Teardown): Promise<number> {
  const began = performance.now();
  const { sandbox, end } = await openSandbox(image, teardown);
  try {
    await sandbox.putFiles(`/mnt/modules/${spec.name}`, [...files, ...tests], 'postgres');
    const made = await sandbox.exec({ command: ['createdb', '-O', 'odoo', TEST_DATABASE], user: 'postgres', timeoutMs: LIMIT_MS });
    if (made.exitCode !== 0) throw new Error(`No empty database: ${made.stderr}`);
    const run = await runTests(sandbox, spec.name, { timeoutMs: LIMIT_MS });
    if (run.exitCode !== 0) throw new Error(`odoo ended with ${run.exitCode ?? 'a signal'} on an empty database:\n${run.log.slice(-2000)}`);
    const odoo = await startWebOdoo(sandbox, TEST_DATABASE);
    const browser = await openMcpBrowser(sandbox);
    const seen = await smokeUi(browser, odoo, TEST_DATABASE, await readPages(sandbox, TEST_DATABASE, spec.name));
    if (seen.screenshots.length === 0 || seen.problems.length > 0) throw new Error(`The pages were not all seen: ${JSON.stringify(seen.problems)}`);
    return performance.now() - began;
  } finally {
    await end();
  }
}
