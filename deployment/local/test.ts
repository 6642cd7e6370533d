import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withCacheLock } from './cache.js';
import { ensureChromium } from './chromium.js';
import { ensureDocker } from './docker.js';
import { ensureImages } from './images.js';
import { installCommunityPackage } from './n8n-package.js';
import { ensureN8nRuntime, type N8nRuntime } from './n8n-runtime.js';
import { dropN8nTemplate, makeN8nTemplate } from './n8n-template.js';
import { ensureQueueTools } from './queue-tools.js';
import { Progress } from './progress.js';
import { packPackage } from './tarball.js';
import { startTestRun, type TestRun } from './test-run.js';

const ROOT = resolve(__dirname, '../../..');
const RUNS = join(ROOT, '.local', 'test');
const DAY_MS = 86_400_000;
const JEST = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
/** Most real tests wait more than they work: for Odoo, for leases, for a page. Those without Docker come last and fill what is left (build/long-first.cjs). */
const WORKERS = ['--maxWorkers=4', '--workerIdleMemoryLimit=1GB'];
/** It takes long, and is run by `npm run test:deploy`. */
const WHOLE_DEPLOYMENT = 'whole-deployment';

type Env = Readonly<Record<string, string>>;

interface Counts {
  passed: number;
  failed: number;
}

/** `npm test`: the same set-up as `npm start`, then every test; the last line counts them. */
async function main(): Promise<number> {
  const progress = new Progress(process.stdout);
  progress.start('Docker');
  await ensureDocker({ onProgress: (line) => progress.note(line) });
  progress.start('images and n8n');
  const note = (line: string): void => progress.note(line);
  const [images, runtime, chromium] = await Promise.all([
    ensureImages({ root: ROOT, onProgress: note }),
    ensureN8nRuntime({ lockFolder: join(ROOT, 'deployment/n8n/runtime'), onProgress: note }),
    ensureChromium(),
  ]);
  const queueTools = await ensureQueueTools(ROOT, images.redis, note);
  progress.start('Postgres for the tests');
  const testRun = await startTestRun(RUNS, images.postgres, note);
  progress.done();

  const total: Counts = { passed: 0, failed: 0 };
  const only = process.argv.slice(2);
  const add = ({ passed, failed }: Counts): void => {
    total.passed += passed;
    total.failed += failed;
  };
  try {
    const env = {
      OMB_TEST_DATABASE_URL: testRun.postgres.url,
      OMB_TEST_IMAGES: JSON.stringify(images),
      OMB_TEST_QUEUE_TOOLS: JSON.stringify(queueTools),
      OMB_TEST_CHROMIUM: chromium,
    };
    const jest = async (args: readonly string[]): Promise<void> => add(await runJest(args, testRun.folder, { ...env, ...(await packed) }));
    const packed = packForN8n(testRun, runtime);
    if (only.length > 0) {
      await jest(['-i', ...only]);
    } else {
      const checks = async (): Promise<void> => {
        for (const name of ['lint', 'typecheck']) add(await command(name, ['npm', 'run', '--silent', name], env));
      };
      await Promise.all([checks(), jest([...WORKERS, '--testPathIgnorePatterns', WHOLE_DEPLOYMENT, '<rootDir>/dist'])]);
    }
  } finally {
    await dropN8nTemplate(testRun.postgres.url).finally(() => testRun.end());
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/**
 * Our package as npm packs it, and for all n8ns of this run but those whose installation is tested: a database that is migrated, and the
 * package installed, with what Node has compiled of it and of n8n. By the tarball's digest these two are found again by the next run; what
 * no run has used for a day goes.
 */
async function packForN8n({ folder, postgres }: TestRun, anyRuntime: N8nRuntime): Promise<Record<string, string>> {
  const tarball = await packPackage(ROOT, join(folder, 'pack'));
  const kept = join(ROOT, '.local', 'n8n-with-package');
  const withPackage = join(kept, createHash('sha256').update(await readFile(tarball)).digest('hex').slice(0, 12));
  await mkdir(withPackage, { recursive: true });
  await utimes(withPackage, new Date(), new Date());
  for (const name of await readdir(kept)) if (Date.now() - (await stat(join(kept, name))).mtimeMs > DAY_MS) await rm(join(kept, name), { recursive: true, force: true });
  const runtime = { ...anyRuntime, compileCache: join(withPackage, 'compile-cache') };
  const [template] = await Promise.all([
    makeN8nTemplate({ root: ROOT, runtime, adminUrl: postgres.url, folder }),
    withCacheLock('n8n-with-package', () => installCommunityPackage(withPackage, tarball)),
  ]);
  return { OMB_TEST_TARBALL: tarball, OMB_TEST_WITH_PACKAGE: withPackage, OMB_TEST_N8N_RUNTIME: JSON.stringify(runtime), OMB_TEST_N8N_TEMPLATE: template };
}

async function runJest(args: readonly string[], folder: string, env: Env): Promise<Counts> {
  const file = join(folder, 'tests.json');
  process.stdout.write('\n== tests\n');
  // Standard output of jest's --json is dropped: its report goes to standard error and the file.
  const child = spawn(process.execPath, [...JEST, '--json', '--outputFile', file, ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(text) as { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number };
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** What it says is shown when it has ended, in one piece: it runs beside the tests. */
async function command(name: string, [file, ...args]: readonly [string, ...string[]], env: Env): Promise<Counts> {
  const child = spawn(file, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  process.stdout.write(`${Buffer.concat([Buffer.from(`\n== ${name}\n`), ...said]).toString()}${code === 0 ? 'clean' : `${name} failed`}\n`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.stdout.write('\n0 passed, 1 failed\n');
    process.exitCode = 1;
  },
);
