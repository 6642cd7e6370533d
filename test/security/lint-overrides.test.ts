import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, '../..', path), 'utf8');

/** Rules that eslint.config.mjs turns off, by the files that they are off for. */
function turnedOff(): string[] {
  const blocks = read('eslint.config.mjs').split(/^ {2}\{$/m).slice(1);
  return blocks.flatMap((block) => {
    const files = /files: \[([^\]]*)\]/.exec(block)?.[1]?.replaceAll("'", '') ?? '';
    return [...block.matchAll(/'([^']+)': 'off'/g)].map(([, rule]) => `${rule}: ${files}`);
  });
}

test('the linter is told to accept what docs/decisions/0002-lint-overrides.md lists, and nothing else', () => {
  const listed = [...read('docs/decisions/0002-lint-overrides.md').matchAll(/^\| `([^`]+)` \| `([^|]+)` \|/gm)].map(([, rule, files]) => `${rule}: ${(files ?? '').replaceAll('`', '')}`);
  expect(turnedOff().sort()).toEqual(listed.sort());
});

test('nothing that n8n loads may start a process: the rule is on for src, nodes and credentials', () => {
  const off = turnedOff().filter((line) => line.startsWith('@n8n/community-nodes/no-dangerous-functions'));
  expect(off).toEqual(['@n8n/community-nodes/no-dangerous-functions: deployment/**/*.ts, bench/**/*.ts, test/**/*.ts']);
});
