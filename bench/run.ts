import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Progress } from '../deployment/local/progress.js';
import { acknowledgement } from './acknowledgement.js';
import { startEnvironment, type Environment } from './environment.js';
import { gateway } from './gateway.js';
import { described } from './machine.js';
import { readOptions, USAGE, type SectionName } from './options.js';
import { pool } from './pool.js';
import { queueAcknowledgement } from './queue-acknowledgement.js';
import { goalsTable, merged, rendered } from './report.js';
import { secondStart } from './second-start.js';
import type { Bench, Measure, Section } from './section.js';
import { stages } from './stages.js';
import { Teardown } from './teardown.js';
import { throughput } from './throughput.js';
import { verdict } from './verdict.js';

const ROOT = resolve(__dirname, '../..');
const MEASURES: Readonly<Record<SectionName, Measure>> = { acknowledgement, 'queue-acknowledgement': queueAcknowledgement, gateway, stages, verdict, throughput, pool, 'second-start': secondStart };

/** `npm run bench`: Markdown on standard output, progress on standard error; 0 if every chosen section came to its end. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const progress = new Progress(process.stderr);
  const teardown = new Teardown();
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => reject(new Interrupted(`Ended by ${signal}`)));
  });
  interrupted.catch(() => undefined);
  const bench = benchOf(progress, teardown, options.runs);
  const machine = await described(ROOT);
  const done: Section[] = [];
  const failed: string[] = [];
  try {
    for (const name of options.sections) {
      try {
        const section = await Promise.race([MEASURES[name](bench), interrupted]);
        done.push(section);
        process.stdout.write(`\n### ${section.title}\n\n${rendered(section)}\n`);
        if (options.out !== null) await write(resolve(ROOT, options.out), name, section, machine);
      } catch (error) {
        progress.fail();
        if (error instanceof Interrupted) throw error;
        failed.push(name);
        process.stdout.write(`\nThe section ${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
    const goals = done.flatMap((section) => section.goals);
    process.stdout.write(`\n### Goals\n\n${goals.length === 0 ? 'none measured' : goalsTable(goals)}\n\n${machine}\n`);
  } finally {
    await bench.endEnvironment().catch((error: unknown) => void process.stderr.write(`${String(error)}\n`));
    for (const error of await teardown.all()) process.stderr.write(`While ending: ${String(error)}\n`);
  }
  return failed.length === 0 ? 0 : 1;
}

class Interrupted extends Error {}

function benchOf(progress: Progress, teardown: Teardown, runs: number): Bench {
  let started: Promise<Environment> | null = null;
  return {
    root: ROOT,
    runs,
    progress,
    teardown,
    environment: () => (started ??= startEnvironment(ROOT, progress)),
    async endEnvironment() {
      // One that is just coming up is waited for: half of it could not be found again.
      const environment = await started?.catch(() => null);
      started = null;
      await environment?.stop();
    },
  };
}

async function write(file: string, name: SectionName, section: Section, machine: string): Promise<void> {
  await writeFile(file, merged(await readFile(file, 'utf8'), name, `${rendered(section)}\n\nMeasured ${machine}.`));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(error instanceof Interrupted ? 130 : 1);
  },
);
