import { po } from 'gettext-parser';
import type { ModuleFile } from '../../src/domain/module-file.js';
import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { generateModule } from '../../src/codegen/generate.js';
import type { Sandbox } from '../../src/ports/sandbox.js';

/** Every text with the places where it stands, as `place: text`. */
function places(text: string): string[] {
  const messages = Object.values(po.parse(text).translations[''] ?? {}).filter(({ msgid }) => msgid !== '');
  return messages.flatMap(({ msgid, comments }) => (comments?.reference ?? '').split(/\s+/).filter((place) => place !== '').map((place) => `${place}: ${msgid}`)).toSorted();
}

/** The texts that we print for translators, whether or not the spec asks for a language. */
export function printedWords(spec: ModuleSpec, bodies: ReadonlyMap<string, string>): string[] {
  const files = generateModule({ ...spec, languages: ['de'] }, bodies);
  return places(String(files.find(({ path }) => path === `i18n/${spec.name}.pot`)?.content));
}

/** The texts that Odoo itself would hand to translators, of a database where the module is installed. @throws Error when Odoo complains */
export async function wordsOfOdoo(sandbox: Sandbox, database: string, { name }: ModuleSpec, files: readonly ModuleFile[]): Promise<string[]> {
  const run = await sandbox.exec({ command: ['odoo', 'i18n', 'export', '-d', database, '-l', 'pot', '-o', '-', name], user: 'odoo', timeoutMs: 120_000 });
  const errors = run.stderr.match(/ (ERROR|CRITICAL) .*/g);
  if (run.exitCode !== 0 || errors !== null) throw new Error(`Odoo did not export the words of "${name}" (exit code ${run.exitCode}): ${errors?.join('\n') ?? run.stderr.slice(-600)}`);
  const code = files.filter(({ path }) => path.endsWith('.py')).map(({ content }) => String(content)).join('\n');
  // docs/module-spec.md says why the body of a mail is left out. Odoo's reader of Python takes some strings that nobody asks
  // to translate, e.g. the field in a domain that follows a name.
  const isAsked = (place: string): boolean => {
    const text = place.split(': ')[1] ?? '';
    return !place.startsWith('model:mail.template,body_html:') && (!place.startsWith('code:') || !/^[a-z_]+$/.test(text) || code.includes(`_("${text}"`));
  };
  return places(run.stdout).filter(isAsked);
}
