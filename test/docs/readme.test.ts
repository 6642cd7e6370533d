import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { TABLE as VERDICTS } from '../verdicts/table/table.js';
import { TABLE as WALLS } from '../walls/table/table.js';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');
const SOURCE = readFileSync(join(__dirname, '../../src/config.ts'), 'utf8');

/** Rows `| variable | default |` of the table of settings. */
const ROWS = [...README.matchAll(/^\| `(OMB_[A-Z_]+)` \| ([^|]*) \|/gm)].map(([, name = '', fallback = '']) => ({ name, fallback }));

test('the table of settings has every setting once', () => {
  const settings = [...SOURCE.matchAll(/^ {2}(OMB_[A-Z_]+):/gm)].map(([, name]) => name);
  expect(ROWS.map(({ name }) => name).sort()).toEqual(settings.sort());
});

test.each(ROWS)('the default of $name is the one in the table', ({ name, fallback }) => {
  const value = (readConfig({}) as Readonly<Record<string, unknown>>)[name];
  const shown = value === undefined ? 'the port of `OMB_PUBLIC_GATEWAY_URL`' : value === '' ? 'empty' : `\`${String(value)}\``;
  expect(fallback.trim()).toBe(shown);
});

test('the numbers of modules and probes that are tried are those of the tables', () => {
  const right = VERDICTS.filter(({ expected }) => expected === null).length;
  expect(README).toContain(`# ${WALLS.length} hostile modules and probes`);
  expect(README).toContain(`# verdicts on ${VERDICTS.length - right} broken and ${right} right modules`);
});
