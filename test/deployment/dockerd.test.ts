import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spreadApart } from '../../deployment/local/dockerd.js';

/** EXT4_SUPER_MAGIC of statfs(2). */
const EXT4 = 0xef53;

test('folders in a folder are kept apart where the file system is ext4, and nothing is said where it is another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'omb-apart-'));
  try {
    await spreadApart(folder);
    if ((await statfs(folder)).type === EXT4) expect((await promisify(execFile)('lsattr', ['-d', folder])).stdout.split(' ')[0]).toContain('T');
    await expect(spreadApart('/proc/self')).resolves.toBeUndefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
