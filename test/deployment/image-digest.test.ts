import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageDigest } from '../../deployment/local/image-digest.js';
import { imageTags } from '../../deployment/local/image-set.js';

describe('the digest of an image', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-digest-'));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'Dockerfile'), 'FROM x\n');
    await writeFile(join(folder, 'bin/run'), '#!/bin/sh\n', { mode: 0o644 });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the same for the same content', async () => {
    const before = await imageDigest([folder]);
    await writeFile(join(folder, 'Dockerfile'), 'FROM x\n');
    expect(await imageDigest([folder])).toBe(before);
    expect(before).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a file changes', () => writeFile(join(folder, 'Dockerfile'), 'FROM y\n')],
    ['a file is added', () => writeFile(join(folder, 'bin/other'), '')],
    ['a file moves', async () => { await rm(join(folder, 'bin/run')); await writeFile(join(folder, 'run'), '#!/bin/sh\n'); }],
    ['a file becomes executable', () => chmod(join(folder, 'bin/run'), 0o755)],
  ])('changes when %s', async (_, change) => {
    const before = await imageDigest([folder]);
    await change();
    expect(await imageDigest([folder])).not.toBe(before);
  });

  it('does not change with prose or installed packages', async () => {
    const before = await imageDigest([folder]);
    await writeFile(join(folder, 'README.md'), 'words');
    await mkdir(join(folder, 'mcp/node_modules/a'), { recursive: true });
    await writeFile(join(folder, 'mcp/node_modules/a/index.js'), '');
    expect(await imageDigest([folder])).toBe(before);
  });

  it('changes with the image below', async () => {
    expect(await imageDigest([folder], 'omb-base:1')).not.toBe(await imageDigest([folder], 'omb-base:2'));
  });
});

it('gives every image of the project a tag of its own', async () => {
  const tags = Object.values(await imageTags(join(__dirname, '../..')));
  expect(new Set(tags).size).toBe(6);
  for (const tag of tags) expect(tag).toMatch(/^omb-[a-z-]+:[0-9a-f]{12}$/);
});
