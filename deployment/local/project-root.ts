import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder, seen from the sources as well as from what was built of them. */
export function projectRoot(from = __dirname): string {
  return existsSync(join(from, 'package-lock.json')) ? from : projectRoot(dirname(from));
}
