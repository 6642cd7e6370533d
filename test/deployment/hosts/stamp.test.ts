import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, digestOfTar } from '../../../deployment/hosts/stamp.js';

test('a release is the same whenever it was packed, and another when a byte of it or a name is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'omb-stamp-'));
  const pack = async (name: string, text: string, at: number): Promise<string> => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), at, at);
    execFileSync('tar', ['-czf', 'release.tar.gz', name], { cwd: folder });
    return digestOfTar(join(folder, 'release.tar.gz'));
  };
  const first = await pack('a', 'one', 1_000_000_000);
  expect(await pack('a', 'one', 1_700_000_000)).toBe(first);
  expect(await pack('a', 'onf', 1_000_000_000)).not.toBe(first);
  expect(await pack('b', 'one', 1_000_000_000)).not.toBe(first);
  rmSync(folder, { recursive: true });
});

test('texts that only meet in another place have another digest', () => {
  expect(digestOf('ab', 'c')).not.toBe(digestOf('a', 'bc'));
});
