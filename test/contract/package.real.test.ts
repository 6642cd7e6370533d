import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { fromTestRun, ROOT } from '../support/stack.js';

const AGENTS = ['codingAgent', 'dockerPool', 'specAgent', 'testingAgent', 'userTesting'];
const NODES = ['builderTrigger', ...AGENTS];

let folder: string;
let loader: PackageDirectoryLoader;

/** The tarball as npm would unpack it, with this project's dependencies beside it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-contract-'));
  execFileSync('tar', ['-xzf', fromTestRun('OMB_TEST_TARBALL'), '-C', folder]);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  loader = new PackageDirectoryLoader(join(folder, 'package'));
  await loader.loadAll();
}, 60_000);

afterAll(async () => rm(folder, { recursive: true, force: true }));

function description(name: string): INodeTypeDescription {
  const loaded = loader.nodeTypes[name];
  if (loaded === undefined) throw new Error(`The package has no node ${name}`);
  return (loaded.type as INodeType).description;
}

test('n8n loads the five nodes, their trigger and the credential from the packed tarball', () => {
  expect(Object.keys(loader.nodeTypes).sort()).toEqual(NODES);
  expect(Object.keys(loader.credentialTypes)).toEqual(['odooSandboxHostApi']);
  expect(loader.packageName).toBe('n8n-nodes-odoo-module-builder');
});

test.each(NODES)('%s has a codex and icons for light and dark; agents can be tools', (name) => {
  const { codex, iconUrl, usableAsTool } = description(name);
  expect(codex?.categories).toContain('AI');
  expect(codex?.resources?.primaryDocumentation).toHaveLength(1);
  expect(usableAsTool).toBe(AGENTS.includes(name) ? true : undefined);
  const icons = iconUrl as { light: string; dark: string };
  for (const icon of [icons.light, icons.dark]) expect(existsSync(join(folder, 'package', icon.replace(/^icons\/[^/]+\//, '')))).toBe(true);
});

test.each(NODES)('%s names only credentials that n8n or this package has', (name) => {
  const known = new Set(['postgres', 'redis', 'openAiApi', 'httpHeaderAuth', ...Object.keys(loader.credentialTypes)]);
  const names = (description(name).credentials ?? []).map((credential) => credential.name);
  expect(names).toContain('postgres');
  expect(names.filter((credential) => !known.has(credential))).toEqual([]);
});

test('the Docker host credential is tested by a method that its node has', () => {
  const tested = description('dockerPool').credentials?.find(({ name }) => name === 'odooSandboxHostApi')?.testedBy;
  const { methods } = loader.nodeTypes['dockerPool']?.type as INodeType;
  expect(Object.keys(methods?.credentialTest ?? {})).toContain(tested);
});

test('every operation that a workflow uses is one that its node offers', async () => {
  const used: string[] = [];
  for (const file of await readdir(join(ROOT, 'workflows'))) {
    const { nodes } = JSON.parse(await readFile(join(ROOT, 'workflows', file), 'utf8')) as { nodes: { type: string; parameters: { operation?: string; call?: string } }[] };
    for (const { type, parameters } of nodes) {
      const [pkg, name] = type.split('.');
      if (pkg === 'n8n-nodes-odoo-module-builder') used.push(`${name}.${parameters.operation ?? parameters.call}`);
    }
  }
  const offered = NODES.flatMap((name) => {
    const chooser = description(name).properties.find((property) => property.name === (name === 'builderTrigger' ? 'call' : 'operation'));
    return (chooser?.options ?? []).map((option) => `${name}.${'value' in option ? String(option.value) : ''}`);
  });
  expect(used.length).toBeGreaterThan(15);
  expect(used.filter((operation) => !offered.includes(operation))).toEqual([]);
});

test('the tarball carries what runs and nothing else', async () => {
  const top = (await readdir(join(folder, 'package'))).sort();
  expect(top).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'schemas']);
  expect((await readdir(join(folder, 'package', 'dist'))).sort()).toEqual(['credentials', 'nodes', 'src']);
  expect(await readdir(join(folder, 'package', 'dist/src/adapters/postgres/migrations'))).toContain('0001_initial.sql');
});
