import { po } from 'gettext-parser';
import { cloneTemplate } from '../../../src/adapters/odoo/database.js';
import { odooCommand } from '../../../src/adapters/odoo/run-odoo.js';
import { generateModule } from '../../../src/codegen/generate.js';
import { appsOf } from '../../../src/domain/base-modules.js';
import type { ModuleSpec } from '../../../src/domain/module-spec/module-spec.js';
import type { Sandbox } from '../../../src/ports/sandbox.js';
import { EXAMPLES } from '../../support/examples.js';
import { inSandbox } from '../../support/sandbox.js';
import { storedSpec } from '../../support/stored-spec.js';

/** Every text with the places where it stands, as `place: text`. */
function places(text: string): string[] {
  const messages = Object.values(po.parse(text).translations[''] ?? {}).filter(({ msgid }) => msgid !== '');
  return messages.flatMap(({ msgid, comments }) => (comments?.reference ?? '').split(/\s+/).filter((place) => place !== '').map((place) => `${place}: ${msgid}`)).toSorted();
}

async function exported(sandbox: Sandbox, spec: ModuleSpec, files: ReturnType<typeof generateModule>): Promise<string> {
  await sandbox.putFiles(`/mnt/modules/${spec.name}`, files, 'postgres');
  await cloneTemplate(sandbox, 'tpl_base', 'words');
  const install = await sandbox.exec({ command: odooCommand(['-d', 'words', '-i', spec.name, '--stop-after-init', '--no-http', ...spec.languages.slice(0, 1).map((language) => `--load-language=${language}_${language.toUpperCase()}`)]), user: 'odoo', timeoutMs: 240_000 });
  expect([install.exitCode, install.stderr.match(/ (WARNING|ERROR|CRITICAL) .*/g)]).toEqual([0, null]);
  const run = await sandbox.exec({ command: ['odoo', 'i18n', 'export', '-d', 'words', '-l', 'pot', '-o', '-', spec.name], user: 'odoo', timeoutMs: 120_000 });
  expect(run.exitCode).toBe(0);
  return run.stdout;
}

test.each([...EXAMPLES, 'test/codegen/fixtures/every-field'])('%s: the printed texts are those that Odoo itself would export, none missing, none too many', async (path) => {
  const { spec: told, bodies } = storedSpec(path);
  const spec = { ...told, languages: told.languages.length > 0 ? told.languages : ['de'] };
  const files = generateModule(spec, bodies);
  const printed = String(files.find(({ path: name }) => name === `i18n/${spec.name}.pot`)?.content);
  await inSandbox(async (sandbox) => {
    // Odoo's reader of Python takes some strings that nobody asks to translate, e.g. the field in a domain that follows a name.
    const code = files.filter(({ path: name }) => name.endsWith('.py')).map(({ content }) => String(content)).join('\n');
    const isAsked = (place: string): boolean => !place.startsWith('model:mail.template,body_html:') && (!place.startsWith('code:') || !/^[a-z_]+$/.test(place.split(': ')[1] ?? '') || code.includes(`_("${place.split(': ')[1] ?? ''}"`));
    // docs/module-spec.md says why the body of a mail is left out.
    expect(places(printed)).toEqual(places(await exported(sandbox, spec, files)).filter(isAsked));
    const shown = await sandbox.exec({ command: ['omb-read', 'words', `SELECT name->>'${spec.languages[0]}_${(spec.languages[0] ?? '').toUpperCase()}' AS name, name->>'en_US' AS en FROM public.ir_model_fields_selection WHERE id IN (SELECT res_id FROM public.ir_model_data WHERE module = '${spec.name}' AND model = 'ir.model.fields.selection') UNION SELECT field_description->>'${spec.languages[0]}_${(spec.languages[0] ?? '').toUpperCase()}', field_description->>'en_US' FROM public.ir_model_fields WHERE id IN (SELECT res_id FROM public.ir_model_data WHERE module = '${spec.name}' AND model = 'ir.model.fields')`], user: 'postgres', timeoutMs: 30_000 });
    const rows = JSON.parse(shown.stdout) as { name: string | null; en: string }[];
    const wanted = spec.translations[spec.languages[0] ?? ''] ?? {};
    const known = rows.filter(({ en }) => Object.hasOwn(wanted, en));
    expect(known.map(({ en, name }) => [en, name])).toEqual(known.map(({ en }) => [en, wanted[en]]));
    if (Object.keys(wanted).length > 0) expect(known.length).toBeGreaterThan(0);
  }, appsOf(spec.depends));
}, 900_000);
