import Ajv2020 from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdictJsonSchema } from '../../src/domain/verdict.js';
import { sampleVerdict } from '../support/verdict.js';

const stored = JSON.parse(readFileSync(join(__dirname, '../../schemas/verdict.schema.json'), 'utf8')) as object;

test('schemas/verdict.schema.json is what the code says (npm run schemas writes it)', () => {
  expect(stored).toEqual(JSON.parse(JSON.stringify({ title: 'Verdict on an Odoo module', ...verdictJsonSchema() })));
});

test('a verdict fits the schema, and one without its checks does not', () => {
  const validate = new Ajv2020({ strict: false }).compile(stored);
  expect(validate(sampleVerdict())).toBe(true);
  const { checks: _, ...less } = sampleVerdict();
  expect(validate(less)).toBe(false);
});
