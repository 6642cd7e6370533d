import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

const sources = (folder: string): string => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(ts|cjs)$/.test(entry.name)).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');

/** Codes in the first column of the table of notes. */
const CODES = [...PAGE.slice(PAGE.indexOf('| note or answer |'), PAGE.indexOf('| seen |')).matchAll(/^\| ((?:`[a-z_]+`(?:, | \(\d+\))?)+) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code ?? ''));

test('every code that the page explains is one that the product says', () => {
  expect(CODES.length).toBeGreaterThan(20);
  const code = sources('src');
  expect(CODES.filter((each) => !code.includes(`'${each}'`) && !code.includes(`urn:odoo-module-builder:${each}`))).toEqual([]);
});

test('every note that an infrastructure error leaves in a session is explained', () => {
  const transient = [...sources('src').matchAll(/BuilderError\(\s*'transient',\s*'([a-z_]+)'/g)].map(([, code]) => code ?? '');
  expect([...new Set(transient)].filter((code) => !PAGE.includes(`\`${code}\``)).sort()).toEqual([]);
});

test('every setting that the page names is read by the configuration or by the set-up', () => {
  const known = new Set([...Object.keys(readConfig({})), 'OMB_GATEWAY_PORT', ...['DATABASE_URL', 'N8N_DATABASE_URL', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL'].filter((name) => sources('deployment/local').includes(name))]);
  const named = [...PAGE.matchAll(/`?\b((?:OMB|OPENAI|N8N|DATABASE)_[A-Z_]+)\b/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
