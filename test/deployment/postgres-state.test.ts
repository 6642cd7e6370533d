import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresState, stateName } from '../../deployment/local/postgres-state.js';

describe('the state of the local Postgres', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'postgres state '))));
  afterEach(() => rm(folder, { recursive: true }));
  const nothingRuns = (): boolean => false;

  it('keeps password and port from start to start', async () => {
    const first = await postgresState(folder, nothingRuns);
    expect(await postgresState(folder, nothingRuns)).toEqual(first);
    expect(first.password.length).toBeGreaterThanOrEqual(32);
  });

  it('is readable by its owner alone', async () => {
    await postgresState(folder, nothingRuns);
    expect((await stat(join(folder, 'postgres.json'))).mode & 0o777).toBe(0o600);
  });

  it('takes another port when a stranger has taken its own, and keeps the password', async () => {
    const first = await postgresState(folder, nothingRuns);
    const stranger = createServer();
    await new Promise<void>((listening) => stranger.listen(first.port, '127.0.0.1', listening));
    try {
      const second = await postgresState(folder, nothingRuns);
      expect(second.port).not.toBe((stranger.address() as AddressInfo).port);
      expect(second.password).toBe(first.password);
      expect(await postgresState(folder, (port) => port === second.port)).toEqual(second);
    } finally {
      await new Promise((closed) => stranger.close(closed));
    }
  });

  it('gives each state folder a name of its own', () => {
    expect(stateName('/a')).not.toBe(stateName('/b'));
  });
});
