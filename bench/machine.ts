import { execFile } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where and of what the numbers are: date, commit, processor, memory, Node. */
export async function described(root: string): Promise<string> {
  const git = (...args: string[]): Promise<string> => run('git', args, { cwd: root }).then(({ stdout }) => stdout.trim(), () => '');
  const commit = (await git('rev-parse', '--short', 'HEAD')) || 'unknown';
  const changed = (await git('status', '--porcelain', '--untracked-files=no')) === '' ? '' : ' with changes';
  const cores = availableParallelism();
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}${changed}, ${cores} ${cores === 1 ? 'core' : 'cores'} (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}
