import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aptInstall } from '../../../deployment/local/apt.js';
import { onPath } from '../../../deployment/local/on-path.js';

test('bats finds every refusal of the scripts as it should be', async () => {
  if (!(await onPath('bats'))) await aptInstall('bats');
  const { stdout } = await promisify(execFile)('bats', ['--tap', join(__dirname, 'refusals.bats')]).catch((error: Error & { readonly stdout?: string }) => {
    throw new Error(error.stdout ?? error.message);
  });
  expect(stdout).toMatch(/^1\.\.\d+\n/);
});
