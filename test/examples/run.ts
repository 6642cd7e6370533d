import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import { ensureDocker } from '../../deployment/local/docker.js';
import { ensureImages } from '../../deployment/local/images.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { CHECK_NAMES } from '../../src/domain/check.js';
import { asCommand } from '../support/as-command.js';
import { keepPictures } from '../support/pictures.js';
import { tryExample, type InSandbox, type TriedExample } from './try-example.js';

const ROOT = join(__dirname, '../../..');
/** As many as a machine of 2 cores runs without one slowing the other. */
const AT_ONCE = 2;
const LIFE_MS = 30 * 60_000;

interface Row extends TriedExample {
  readonly name: string;
  readonly seconds: number;
}

/** `npm run verify:examples [-- PATTERN]`: every example (whose name fits) with every check there is, in a sandbox that has warmed up; ends 0 when all are green. */
async function main(pattern = ''): Promise<number> {
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  await ensureDocker({ onProgress: note });
  const { sandbox: image } = await ensureImages({ root: ROOT, onProgress: note });
  const host = new DockerSandboxHost({ name: 'local', installation: `examples-${process.pid}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, uatSocketRoot: '/tmp', clock: systemClock });
  const inSandbox: InSandbox = async (work, apps) => {
    const sandbox = await host.open({ sessionId: `example-${randomBytes(6).toString('hex')}`, purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + LIFE_MS), apps });
    try {
      return await work(sandbox);
    } finally {
      await sandbox.destroy();
    }
  };
  const python = createPythonChecker();
  const names = readdirSync(join(ROOT, 'examples')).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []).filter((name) => new RegExp(pattern).test(name));
  const waiting = names.map((name, index) => ({ name, index }));
  const rows: Row[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const began = performance.now();
        const tried = await tryExample(inSandbox, python, `examples/${next.name}`, new Set(CHECK_NAMES), { root: ROOT, ahead: true });
        const row = { ...tried, name: next.name, seconds: (performance.now() - began) / 1000 };
        keepPictures(ROOT, row.spec.name, row.verdict.run?.screenshots ?? []);
        rows[next.index] = row;
        note(`${isRight(row) ? '✓' : '✗'} ${row.name} (${row.seconds.toFixed(0)} s)`);
        for (const { sentence, message } of row.verdict.failures) note(`    ${sentence} (${message})`);
      }
    }),
  );
  await python.close();
  process.stdout.write(`${table(rows)}\n\n${leftToThePerson(rows)}\n\n${rows.filter(isRight).length} of ${rows.length} examples are green with every check; pictures are in .local/examples\n`);
  return rows.length > 0 && rows.every(isRight) ? 0 : 1;
}

const isRight = ({ verdict, words }: Row): boolean =>
  verdict.green && verdict.warnings.length === 0 && verdict.criteria.every(({ status }) => status === 'green') && isDeepStrictEqual(words?.printed, words?.ofOdoo);

function table(rows: readonly Row[]): string {
  return [
    '| | example | criteria | tests | pages | steps in a browser | left to the person | not green | s |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
  ].join('\n');
}

function cells(row: Row): (string | number)[] {
  const { verdict: { criteria, tests, run, checks, failures, warnings }, words } = row;
  const steps = run?.observation.driven ?? [];
  const notGreen = [
    ...failures.map(({ sentence }) => sentence),
    ...warnings,
    ...checks.filter(({ status }) => status === 'not_run').map(({ name }) => `${name} was not run`),
    ...(isDeepStrictEqual(words?.printed, words?.ofOdoo) ? [] : ['words for translators']),
  ];
  const went = steps.filter(({ status }) => status === 'green').length;
  return [isRight(row) ? '✓' : '✗', row.name, `${criteria.filter(({ status }) => status === 'green').length} of ${criteria.length}`, tests.run, run?.observation.ui?.opened.length ?? 0, went, steps.length - went, notGreen.join('<br>'), row.seconds.toFixed(0)];
}

/** Why steps were not gone in the browser, by how many of each. */
function leftToThePerson(rows: readonly Row[]): string {
  const steps = rows.flatMap(({ verdict }) => verdict.run?.observation.driven ?? []);
  const left = new Map<string, number>();
  for (const { status, message } of steps) {
    if (status !== 'not_driven') continue;
    const reason = (message ?? '').replace(/“[^”]*”/g, '“…”');
    left.set(reason, (left.get(reason) ?? 0) + 1);
  }
  const green = steps.filter(({ status }) => status === 'green').length;
  return [`${green} of ${steps.length} steps were gone in a browser; left to the person:`, ...[...left].toSorted(([, a], [, b]) => b - a).map(([reason, count]) => `${count} × ${reason}`)].join('\n');
}

asCommand(main(process.argv[2]));
