import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium for the tests that look at pages from outside; Debian's is installed when there is none and we are root. */
export async function ensureChromium(): Promise<string> {
  const found = await find();
  if (found !== null) return found;
  if (process.getuid?.() !== 0) throw new Error('The tests need a Chromium: install it (Debian: apt-get install chromium).');
  await run('apt-get', ['update'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=600', 'install', '-y', '--no-install-recommends', 'chromium'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 * 2 ** 20 });
  const installed = await find();
  if (installed === null) throw new Error('Chromium was installed but is not where it is expected');
  return installed;
}

async function find(): Promise<string | null> {
  for (const path of PATHS) {
    if (await access(path).then(() => true, () => false)) return path;
  }
  return null;
}
