import { writeFile } from 'node:fs/promises';
import { moduleSpecJsonSchema } from '../dist/src/domain/module-spec/json-schema.js';
import { verdictJsonSchema } from '../dist/src/domain/verdict.js';

/** The JSON Schemas of a module spec and of a verdict, for editors and frontends; tests hold the files to the code. */
const write = (name, title, schema) => writeFile(new URL(`../schemas/${name}.schema.json`, import.meta.url), `${JSON.stringify({ title, ...schema }, null, 2)}\n`);
await write('module-spec', 'Odoo module spec', moduleSpecJsonSchema());
await write('verdict', 'Verdict on an Odoo module', verdictJsonSchema());
