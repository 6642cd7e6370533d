import { compare } from 'bcryptjs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSecrets } from '../../deployment/local/n8n-secrets.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'omb-secrets-'))));
afterEach(() => rm(folder, { recursive: true }));

test('are made once, and read by their owner alone', async () => {
  const made = await ensureSecrets(folder);
  expect(await ensureSecrets(folder)).toEqual(made);
  expect((await stat(join(folder, 'secrets.json'))).mode & 0o077).toBe(0);
});

test('a password that an operator chooses later is taken; the key of the credentials and the API key stay', async () => {
  const before = await ensureSecrets(folder);
  const after = await ensureSecrets(folder, { email: 'me@example.com', password: 'Chosen-1234' });
  expect(after).toMatchObject({ encryptionKey: before.encryptionKey, apiKey: before.apiKey, owner: { email: 'me@example.com', password: 'Chosen-1234' } });
  expect(await compare('Chosen-1234', after.owner.passwordHash)).toBe(true);
  expect(await ensureSecrets(folder, { password: '' })).toEqual(after);
});
