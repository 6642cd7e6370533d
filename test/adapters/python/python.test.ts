import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const LOADER = pathToFileURL(resolve(__dirname, '../../../src/adapters/python/python.mjs')).href;
const BUILT = resolve(__dirname, '../../../dist/src/adapters/python');
const PROGRAM = 'import ast, decimal\n(hash("a word"), ast.dump(ast.parse("price = 1.10")), str(decimal.Decimal("1.10") * 3))';

let folder: string;
let file: string;
beforeAll(async () => {
  [file = 'none was built'] = (await readdir(BUILT)).filter((name) => name.endsWith('.snapshot.zst'));
  folder = await mkdtemp(join(tmpdir(), 'omb-python-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the program gives in a process of its own; the hash of a word tells one start of CPython from another. */
async function python(folders?: readonly string[]): Promise<{ hash: number; rest: unknown[]; warned: string }> {
  const script = `const { loadPython } = await import(${JSON.stringify(LOADER)}); const python = await loadPython(${JSON.stringify(folders)}); console.log(JSON.stringify(python.runPython(${JSON.stringify(PROGRAM)}).toJs()))`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const [hash, ...rest] = JSON.parse(stdout) as [number, ...unknown[]];
  return { hash, rest, warned: stderr };
}

/** In a folder of its own, as the loader wants it. */
async function snapshot(name: string, content: Uint8Array): Promise<string> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, file), content);
  return pathToFileURL(`${join(folder, name)}/`).href;
}

test('CPython goes on from what the build has left; a snapshot that is cut short, changed or another build’s is left alone, and warned of', async () => {
  const built = await readFile(join(BUILT, file));
  const changed = Uint8Array.from(built);
  changed[changed.length >> 1]! ^= 1;
  const memory = zstdDecompressSync(built);
  // After the magic number and two sizes, four bytes each, and what fills the line.
  memory[16]! ^= 1;
  const others = zstdCompressSync(memory, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const broken = [await snapshot('short', built.subarray(0, built.length >> 1)), await snapshot('changed', changed), await snapshot('other', others), await snapshot('none', new Uint8Array())];

  const [first, second, without] = await Promise.all([python(), python(), python(broken)]);
  expect([second.hash === first.hash, without.hash === first.hash]).toEqual([true, false]);
  expect(without.rest).toEqual(first.rest);
  expect(first.warned).toBe('');
  for (const folder of broken) expect(without.warned).toContain(folder);
  expect(first.rest).toEqual([expect.stringContaining("Name(id='price'"), '3.30']);
});
