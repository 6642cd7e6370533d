import Ajv2020 from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { moduleSpecJsonSchema } from '../../../src/domain/module-spec/json-schema.js';

const root = join(__dirname, '../../..');
const stored: unknown = JSON.parse(readFileSync(join(root, 'schemas/module-spec.schema.json'), 'utf8'));

test('schemas/module-spec.schema.json is what the code says (npm run schemas writes it)', () => {
  expect(stored).toEqual(JSON.parse(JSON.stringify({ title: 'Odoo module spec', ...moduleSpecJsonSchema() })));
});

test('the example fits the schema, and no longer does with a key too many', () => {
  const validate = new Ajv2020({ strict: false, formats: { uri: true } }).compile(stored as object);
  const example = load(readFileSync(join(root, 'examples/library.yaml'), 'utf8')) as Record<string, unknown>;
  expect(validate(example)).toBe(true);
  expect(validate({ ...example, surprise: 1 })).toBe(false);
});
