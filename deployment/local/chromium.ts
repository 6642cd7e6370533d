import { access } from 'node:fs/promises';
import { aptInstall } from './apt.js';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium for the tests that look at pages from outside; Debian's is installed when there is none and we are root. */
export async function ensureChromium(): Promise<string> {
  const found = await find();
  if (found !== null) return found;
  if (process.getuid?.() !== 0) throw new Error('The tests need a Chromium: install it (Debian: apt-get install chromium).');
  await aptInstall('chromium');
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
