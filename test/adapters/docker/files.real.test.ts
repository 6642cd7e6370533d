import type { Sandbox } from '../../../src/ports/sandbox.js';
import { newSessionId, testHost } from '../../support/sandbox.js';

jest.setTimeout(60_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000) });
});
afterAll(() => sandbox?.destroy());

const shell = async (script: string): Promise<string> => (await sandbox.exec({ command: ['sh', '-c', script], user: 'odoo', timeoutMs: 20_000 })).stdout.trim();
const put = (path: string, content: string | Uint8Array = 'x', directory = '/home/odoo/put'): Promise<void> => sandbox.putFiles(directory, [{ path, content }], 'odoo');

test('files arrive as they were, in folders that are made, as the user’s own', async () => {
  const files = [
    { path: '__init__.py', content: '' },
    { path: 'models/nested/deep.py', content: 'é\u2028日本\n' },
    { path: 'static/icon.png', content: Uint8Array.from({ length: 70_000 }, (_, i) => i % 256) },
    { path: 'a name with spaces, ünïcode and $HOME', content: 'x' },
    { path: `${'long/'.repeat(30)}${'n'.repeat(150)}.txt`, content: 'deep' },
  ];
  await sandbox.putFiles('/home/odoo/whole', files, 'odoo');
  for (const { path, content } of files) expect(Buffer.from(await sandbox.getFile(`/home/odoo/whole/${path}`)).equals(Buffer.from(content as Uint8Array))).toBe(true);
  expect(await shell('find /home/odoo/whole -type f -not -perm 0644 -o -type d -mindepth 1 -not -perm 0755 -o -not -user odoo')).toBe('');
});

test('a file that is there is replaced', async () => {
  await put('twice.txt', 'the first and longer one');
  await put('twice.txt', 'second');
  expect(Buffer.from(await sandbox.getFile('/home/odoo/put/twice.txt')).toString()).toBe('second');
});

test.each(['../out', 'a/../../out', '/etc/out', '/', '', '.', './a', 'a/./b', 'a//b', 'a/', 'a\\..\\b', '..'])('the path "%s" is refused, and nothing is put', async (path) => {
  await expect(sandbox.putFiles('/home/odoo/refused', [{ path: 'fine.txt', content: 'x' }, { path, content: 'x' }], 'odoo')).rejects.toMatchObject({ kind: 'bug', code: 'path_refused' });
  expect(await shell('ls /home/odoo/refused 2>/dev/null')).toBe('');
});

test('a link that a module left is replaced, not followed', async () => {
  await shell('mkdir -p /tmp/elsewhere /home/odoo/put && echo precious > /tmp/elsewhere/file && ln -sfn /tmp/elsewhere /home/odoo/put/folder && ln -sfn /tmp/elsewhere/file /home/odoo/put/link.txt');
  await put('folder/file', 'mine');
  await put('link.txt', 'mine');
  expect(await shell('cat /tmp/elsewhere/file; ls /tmp/elsewhere; stat -c %F /home/odoo/put/folder /home/odoo/put/link.txt')).toBe('precious\nfile\ndirectory\nregular file');
});

test('what does not fit is the module’s fault, and told so', async () => {
  await expect(sandbox.putFiles('/mnt/modules/put', [{ path: 'large.bin', content: new Uint8Array(66 * 1024 * 1024) }], 'postgres')).rejects.toMatchObject({ kind: 'user', code: 'module_too_large' });
});

test.each([
  ['a file that is not there', 'true', '/tmp/nothing.txt'],
  ['a folder', 'mkdir -p /tmp/some/inner', '/tmp/some'],
  ['a link, wherever it leads', 'ln -sfn /etc/hostname /tmp/link', '/tmp/link'],
  ['a pipe', 'mkfifo /tmp/pipe 2>/dev/null', '/tmp/pipe'],
  ['a file of another user', 'true', '/var/lib/postgresql/data/PG_VERSION'],
])('%s is not read', async (_what, make, path) => {
  await shell(make);
  await expect(sandbox.getFile(path)).rejects.toMatchObject({ code: 'file_missing' });
});
