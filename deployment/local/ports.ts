import { createServer } from 'node:net';

/** `wanted` if it is free on loopback, else any that is. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  const listening = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(wanted, '127.0.0.1', () => resolve(true));
  });
  if (!(await listening)) return freePort(0);
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1');
  return address.port;
}
