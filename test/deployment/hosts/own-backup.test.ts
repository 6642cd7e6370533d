import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownBackup } from '../../../deployment/hosts/backup.js';
import { expectSentence } from '../../support/for-a-person.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'omb-own-'))));
afterEach(() => rm(folder, { recursive: true }));

const file = async (name: string): Promise<string> => {
  await writeFile(join(folder, name), '');
  return join(folder, name);
};

test('a backup is its data, the keys beside them, and the operator’s key', async () => {
  const [data, keys, identity] = [await file('1.data.tar.age'), await file('1.keys.tar.age'), await file('backup-key.txt')];
  expect(await ownBackup(data, identity)).toEqual({ data, keys, identity });
});

test.each([
  ['the keys as the backup', '1.keys.tar.age', [], 'is no backup: give the file that ends with .data.tar.age'],
  ['data that are not there', '1.data.tar.age', [], 'There is no '],
  ['data alone', '1.data.tar.age', ['1.data.tar.age'], '1.keys.tar.age is missing'],
  ['a lost key of the operator', '1.data.tar.age', ['1.data.tar.age', '1.keys.tar.age'], 'The key that opens backups is missing'],
])('%s is refused in a sentence', async (_, name, there, sentence) => {
  for (const each of there) await file(each);
  const refusal: unknown = await ownBackup(join(folder, name), join(folder, 'backup-key.txt')).catch((error: unknown) => error);
  const said = (refusal as Error).message.replaceAll(`${folder}/`, '');
  expect(said).toContain(sentence);
  expectSentence(said.replace(/^1/, 'One'));
});
