import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bench, Section } from './section.js';
import { seconds, table } from './table.js';

const GOAL_MS = 60_000;
const LIMIT_MS = 30 * 60_000;

interface Start {
  /** From the command to the line that names the zip, milliseconds. */
  readonly zipMs: number;
  /** To the end of the command, everything taken down. */
  readonly endMs: number;
  /** Times by stage, as the command itself tells them. */
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
}

/** `npm start -- --once` twice in this clone: the first may have to fill caches, the second must not. */
export async function secondStart(bench: Bench): Promise<Section> {
  await mustNotRun(bench.root);
  await bench.endEnvironment();
  bench.progress.start('npm start -- --once, to fill what is not cached');
  const first = await start(bench);
  bench.progress.start('npm start -- --once, again');
  const second = await start(bench);
  bench.progress.done();
  const of = ({ stages }: Start, name: string): string => {
    const found = stages.find((stage) => stage.name === name);
    return found === undefined ? '' : seconds(found.seconds * 1000);
  };
  return {
    title: 'Second npm start -- --once',
    tables: [
      table(
        ['', 'before', 'second'],
        [
          ...second.stages.map(({ name }) => [name, of(first, name), of(second, name)]),
          ['to the zip, npm and bootstrap included', seconds(first.zipMs), seconds(second.zipMs)],
          ['to the end, everything taken down', seconds(first.endMs), seconds(second.endMs)],
        ],
      ),
    ],
    goals: [{ goal: `second npm start -- --once: zip in less than ${GOAL_MS / 1000} s`, measured: seconds(second.zipMs), met: second.zipMs < GOAL_MS }],
  };
}

/** A start in this clone takes over what another one left behind: one that is up would be ended by ours. */
async function mustNotRun(root: string): Promise<void> {
  const pid = Number(await readFile(join(root, '.local/start/n8n/n8n.pid'), 'utf8').catch(() => ''));
  const command = pid > 0 ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : '';
  if (command.includes('n8n')) throw new Error(`npm start is up in this clone (n8n is process ${pid}): end it first.`);
}

async function start(bench: Bench): Promise<Start> {
  const began = performance.now();
  const out = join(bench.root, '.local/start/out');
  // A group of its own, so that Ctrl-C reaches it through the teardown alone, and once.
  const child = spawn('npm', ['start', '--', '--once', '--out', out], { cwd: bench.root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const end = bench.teardown.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-(child.pid as number), 'SIGTERM');
    await exited;
  });
  const timer = setTimeout(() => void end(), LIMIT_MS);
  let text = '';
  let zipMs: number | null = null;
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  createInterface({ input: child.stdout }).on('line', (line) => {
    text += `${line}\n`;
    if (/^ {2}zip /.test(line)) zipMs ??= performance.now() - began;
  });
  try {
    const [code] = await exited;
    if (code !== 0 || zipMs === null) throw new Error(`npm start -- --once ended with ${code ?? 'a signal'}:\n${text.trimEnd().split('\n').slice(-20).join('\n')}`);
    return { zipMs, endMs: performance.now() - began, stages: stagesIn(text) };
  } finally {
    clearTimeout(timer);
    await end();
  }
}

/** The lines `  ✓ stage    1.2 s` of the command's progress. */
export function stagesIn(output: string): Start['stages'] {
  return [...output.matchAll(/^ {2}✓ (.+?) +(\d+\.\d) s/gm)].map(([, name = '', time = '']) => ({ name, seconds: Number(time) }));
}
