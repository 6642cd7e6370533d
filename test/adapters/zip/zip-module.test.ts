import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { fromBuffer } from 'yauzl';
import { zipModule } from '../../../src/adapters/zip/zip-module.js';
import type { ModuleFile } from '../../../src/domain/module-file.js';

interface Entry { readonly name: string; readonly content: string; readonly mode: number; readonly time: string }

/** What another zip reader finds, in the order of the archive. */
function unzip(bytes: Uint8Array): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const found: Entry[] = [];
      zip.on('error', reject).on('end', () => resolve(found));
      zip.on('entry', (entry) => zip.openReadStream(entry, (failed, stream) => {
        if (failed) return reject(failed);
        void buffer(stream).then((content) => {
          found.push({ name: entry.fileName, content: content.toString('hex'), mode: entry.externalFileAttributes >>> 16, time: `${entry.lastModFileDate}/${entry.lastModFileTime}` });
          zip.readEntry();
        }, reject);
      }));
      zip.readEntry();
    });
  });
}

const digest = async (files: readonly ModuleFile[]): Promise<string> => createHash('sha256').update(await zipModule('library', files)).digest('hex');
const name = fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,8}$/);
const tree = fc.uniqueArray(fc.record({ path: fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')), content: fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array()) }), { selector: ({ path }) => path, maxLength: 8 });

test('every file is in the folder of the module with its very bytes, one mode and one time', async () => {
  await fc.assert(fc.asyncProperty(tree, async (files) => {
    const entries = await unzip(await zipModule('library', files));
    expect(entries.map((entry) => [entry.name, entry.content])).toEqual([...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, content }) => [`library/${path}`, Buffer.from(content as Uint8Array).toString('hex')]));
    expect(new Set(entries.map(({ mode, time }) => `${mode.toString(8)} ${time}`)).size).toBeLessThanOrEqual(1);
    for (const { mode } of entries) expect(mode & 0o777).toBe(0o644);
  }), { numRuns: 30 });
});

test('the same files give the same digest, in any order and in any time zone', async () => {
  const zone = process.env.TZ;
  try {
    await fc.assert(fc.asyncProperty(tree, async (files) => {
      process.env.TZ = 'UTC';
      const one = await digest(files);
      process.env.TZ = 'Pacific/Auckland';
      expect(await digest([...files].reverse())).toBe(one);
    }), { numRuns: 20 });
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('another content, or another name of the module, is another digest', async () => {
  const bytes = await zipModule('other', [{ path: 'a.py', content: 'x' }]);
  expect(await digest([{ path: 'a.py', content: 'x' }])).not.toBe(await digest([{ path: 'a.py', content: 'y' }]));
  expect(createHash('sha256').update(bytes).digest('hex')).not.toBe(await digest([{ path: 'a.py', content: 'x' }]));
});

test.each(['../evil.py', 'a/../../evil.py', '/etc/passwd', 'a\\b.py', 'a/./b.py', 'a//b.py', '', 'a\nb', 'a\0b', 'a\u202eb', '..'])('the path %j is refused', async (path) => {
  await expect(zipModule('library', [{ path, content: '' }])).rejects.toMatchObject({ code: 'unsafe_path' });
});

test.each(['', '..', 'a/b', '/a', 'a\\b'])('%j is refused as the name of a module', async (folder) => {
  await expect(zipModule(folder, [{ path: 'a', content: '' }])).rejects.toMatchObject({ code: 'unsafe_path' });
});

test('the same path twice is refused', async () => {
  await expect(zipModule('library', [{ path: 'a', content: '1' }, { path: 'a', content: '2' }])).rejects.toMatchObject({ code: 'unsafe_path' });
});
