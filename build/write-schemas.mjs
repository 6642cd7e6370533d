import { writeFile } from 'node:fs/promises';
import { moduleSpecJsonSchema } from '../dist/src/domain/module-spec/json-schema.js';

/** The JSON Schema of a module spec, for editors and frontends; a test holds the file to the code. */
const target = new URL('../schemas/module-spec.schema.json', import.meta.url);
await writeFile(target, `${JSON.stringify({ title: 'Odoo module spec', ...moduleSpecJsonSchema() }, null, 2)}\n`);
