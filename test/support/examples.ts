import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The example specs, e.g. `examples/library`: a YAML file each, with the code of what it says in words beside it. */
export const EXAMPLES: readonly string[] = readdirSync(join(__dirname, '../../examples')).filter((name) => name.endsWith('.yaml')).map((name) => `examples/${name.slice(0, -'.yaml'.length)}`).toSorted();
