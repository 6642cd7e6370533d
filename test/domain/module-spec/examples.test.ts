import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BuilderError } from '../../../src/domain/errors.js';
import { parseModuleSpec, specToYaml } from '../../../src/domain/module-spec/parse.js';

const root = join(__dirname, '../../..');
const files = ['examples', 'test/codegen/fixtures'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name)));

test.each(files)('%s is a spec without mistakes, and the same again through YAML', (file) => {
  let spec;
  try {
    spec = parseModuleSpec(readFileSync(join(root, file), 'utf8'));
  } catch (error) {
    throw error instanceof BuilderError ? new Error(JSON.stringify(error.mistakes, null, 1)) : error;
  }
  expect(parseModuleSpec(specToYaml(spec))).toEqual(spec);
});
