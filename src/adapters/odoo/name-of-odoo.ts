import { BuilderError } from '../../domain/errors.js';
import type { Sandbox } from '../../ports/sandbox.js';
import { technical } from './database.js';
import { asPostgres } from './postgres-shell.js';

/** Looks for the name in every addons path but ours. */
const TAKEN = `for path in $(sed -n 's/^addons_path *= *//p' "$ODOO_RC" | tr , ' '); do [ "$path" = /mnt/modules ] || [ ! -e "$path/$0" ] || exit 3; done`;

/** Odoo's own module of a name comes before ours: it would be tested in its place. @throws BuilderError user `module_name_taken` */
export async function refuseNameOfOdoo(sandbox: Sandbox, module: string): Promise<void> {
  const { exitCode } = await asPostgres(sandbox, ['sh', '-c', TAKEN, technical(module)]);
  if (exitCode === 3) throw new BuilderError('user', 'module_name_taken', `Odoo has a module called "${module}" itself, which would be tested in the place of this one: give it another name, for example "${module}_custom".`);
}
