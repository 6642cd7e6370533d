import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureDocker } from '../../deployment/local/docker.js';
import { ensureImages } from '../../deployment/local/images.js';
import { DockerSandboxHost } from '../../src/adapters/docker/host.js';
import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { systemClock } from '../../src/adapters/system-clock.js';
import { generateAcceptanceTests } from '../../src/codegen/acceptance.js';
import { generateModule } from '../../src/codegen/generate.js';
import { mutantsOf, someMutants } from '../../src/codegen/mutants.js';
import { mutationOf, type Mutation } from '../../src/app/judge/mutation.js';
import { appsOf } from '../../src/domain/base-modules.js';
import { asCommand } from '../support/as-command.js';
import { storedSpec } from '../support/stored-spec.js';

const ROOT = join(__dirname, '../../..');
/** Of each example, spread over the kinds, unless said otherwise. */
const MUTANTS = 15;
/** Of all mutants together, acceptance tests have to notice this share. */
const WANTED = 0.8;
const LIFE_MS = 60 * 60_000;

/** `npm run verify:mutants [-- PATTERN [COUNT]]`: each example (whose name fits) broken in COUNT ways, in one container; ends 0 when enough is noticed. */
async function main(pattern = '', count = String(MUTANTS)): Promise<number> {
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  await ensureDocker({ onProgress: note });
  const { sandbox: image } = await ensureImages({ root: ROOT, onProgress: note });
  const host = new DockerSandboxHost({ name: 'local', installation: `mutants-${process.pid}`, connection: { kind: 'socket', socketPath: '/var/run/docker.sock' }, image, uatSocketRoot: '/tmp', clock: systemClock });
  const tester = new SandboxModuleTester(openMcpBrowser);
  const names = readdirSync(join(ROOT, 'examples')).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []).filter((name) => new RegExp(pattern).test(name));
  const rows: Row[] = [];
  for (const name of names) {
    const { spec, bodies } = storedSpec(`examples/${name}`, ROOT);
    const tests = generateAcceptanceTests(spec, bodies);
    const mutants = someMutants(mutantsOf(generateModule(spec, bodies)), Number(count));
    const began = performance.now();
    const sandbox = await host.open({ sessionId: `mutants-${name}`.replaceAll(/[^\w-]/g, '-').slice(0, 60), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + LIFE_MS), apps: appsOf(spec.depends) });
    try {
      const runs = await tester.testMutants(sandbox, { module: spec.name, mutants: mutants.map(({ files }) => [...files, ...tests]), timeoutMs: 120_000, progress: note });
      const mutation = mutationOf(spec.acceptance.map(({ id }) => id), mutants.flatMap((mutant, at) => { const run = runs[at]; return run === undefined ? [] : [[mutant, run] as const]; }));
      rows.push({ name, mutation, seconds: (performance.now() - began) / 1000 });
      note(line(rows.at(-1)!));
    } finally {
      await sandbox.destroy();
    }
  }
  process.stdout.write(`${table(rows)}\n`);
  const [made, killed] = [sum(rows.map(({ mutation }) => mutation.made)), sum(rows.map(({ mutation }) => mutation.killed))];
  process.stdout.write(`\n${killed} of ${made} mutants are noticed by the acceptance tests: ${made === 0 ? 0 : Math.round((100 * killed) / made)} %\n`);
  return made > 0 && killed / made >= WANTED ? 0 : 1;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

interface Row {
  readonly name: string;
  readonly mutation: Mutation;
  readonly seconds: number;
}

const line = ({ name, mutation, seconds }: Row): string => `| ${name} | ${mutation.made} | ${mutation.killed} | ${mutation.survivors.join('<br>')} | ${mutation.vacuous.join(', ')} | ${seconds.toFixed(0)} |`;

function table(rows: readonly Row[]): string {
  return [
    '| example | mutants | noticed | not noticed | criteria whose tests noticed none | s |',
    '|---|---|---|---|---|---|',
    ...rows.map(line),
  ].join('\n');
}

const [pattern, count] = process.argv.slice(2);
asCommand(main(pattern, count));
