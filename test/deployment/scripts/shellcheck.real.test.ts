import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { aptInstall } from '../../../deployment/local/apt.js';
import { onPath } from '../../../deployment/local/on-path.js';

const ROOT = resolve(__dirname, '../../..');

test.each(['deployment/n8n/deploy.sh', 'deployment/n8n/scripts/install-dependencies.sh', 'deployment/n8n/scripts/setup-n8n.sh', 'deployment/n8n/scripts/backup.sh', 'deployment/n8n/scripts/restore.sh', 'deployment/n8n/scripts/certificates.sh', 'deployment/local/bootstrap.sh', 'test/deployment/host/make-host.sh', 'test/deployment/scripts/refusals.bats'])('shellcheck has nothing to say of %s', async (script) => {
  if (!(await onPath('shellcheck'))) await aptInstall('shellcheck');
  await expect(promisify(execFile)('shellcheck', [script], { cwd: ROOT })).resolves.toEqual({ stdout: '', stderr: '' });
});
