import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes a network of Docker's in which addresses can be chosen. Docker picks a free subnet only where they cannot, so one after
 * another is tried: test files run side by side.
 * @returns the first three numbers of its addresses
 */
export async function createNetwork(name: string): Promise<string> {
  const start = randomInt(256);
  for (let tries = 0; ; tries += 1) {
    const subnet = `10.213.${(start + tries) % 256}`;
    try {
      await run('docker', ['network', 'create', '--subnet', `${subnet}.0/24`, name]);
      return subnet;
    } catch (error) {
      if (tries === 255 || !String(error).includes('overlaps')) throw error;
    }
  }
}
