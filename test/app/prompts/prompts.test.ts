import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promptVersion } from '../../../src/app/prompts/version.js';
import { PROMPTS } from '../../support/prompts.js';

const FOLDER = join(__dirname, '../../../src/app/prompts');
/** What prompts are made of. */
const PARTS = ['code-rules.ts', 'fence.ts', 'spec-rules.ts', 'version.ts'];

test('every prompt of the folder is rendered here', () => {
  const exported = readdirSync(FOLDER).filter((name) => !PARTS.includes(name)).flatMap((name) => [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^export function (\w+Prompt)\(/gm)].map(([, found]) => found));
  const source = readFileSync(join(__dirname, '../../support/prompts.ts'), 'utf8');
  expect(exported).toHaveLength(PROMPTS.length);
  expect(exported.filter((name) => !source.includes(`, ${name}(`))).toEqual(['writeSpecPrompt']);
  expect(source).toContain('= writeSpecPrompt(');
});

test.each(PROMPTS)('the prompt for %s has a system message of ours, and ends with what is asked', (_, messages) => {
  expect(messages[0]).toMatchObject({ role: 'system' });
  expect(messages.at(-1)).toMatchObject({ role: 'user' });
  for (const { content } of messages) {
    expect(content.trim()).not.toBe('');
    expect(content).not.toMatch(/undefined|\[object Object\]|\bNaN\b/);
  }
});

test('a version changes with our words, and not with anybody’s texts', () => {
  const version = (system: string, user: string): string => promptVersion([{ role: 'system', content: system }, { role: 'user', content: user }]);
  expect(version('Be exact.', 'a')).toBe(version('Be exact.', 'b'));
  expect(version('Be exact.', 'a')).not.toBe(version('Be brief.', 'a'));
  expect(version('Be exact.', 'a')).toMatch(/^[0-9a-f]{8}$/);
});
