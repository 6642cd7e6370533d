import { cp, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { statSync } from 'node:fs';

/** What tsc leaves behind: icons, codex files, migrations, Python that goes into the sandbox, licences, plain JS workers. */
const ASSETS = new Set(['.svg', '.png', '.json', '.sql', '.py', '.txt', '.cjs', '.mjs']);

// A migration of another branch that is left there would be run.
await rm('dist/src/adapters/postgres/migrations', { recursive: true, force: true });
for (const folder of ['nodes', 'credentials', 'src']) {
  await cp(folder, `dist/${folder}`, { recursive: true, filter: (path) => statSync(path).isDirectory() || ASSETS.has(extname(path)) });
}
