import { cloneTemplate } from '../../../src/adapters/odoo/database.js';
import { odooCommand } from '../../../src/adapters/odoo/run-odoo.js';
import { generateModule } from '../../../src/codegen/generate.js';
import { appsOf } from '../../../src/domain/base-modules.js';
import { EXAMPLES } from '../../support/examples.js';
import { inSandbox } from '../../support/sandbox.js';
import { storedSpec } from '../../support/stored-spec.js';

/** That the texts are those that Odoo would export, examples.real.test.ts shows beside their tests. */
const TRANSLATED = EXAMPLES.filter((path) => storedSpec(path).spec.languages.length > 0);

test('some examples are translated', () => expect(TRANSLATED.length).toBeGreaterThan(1));

test.each(TRANSLATED)('%s: an Odoo in another language shows the words of the spec', async (path) => {
  const { spec, bodies } = storedSpec(path);
  const [language = ''] = spec.languages;
  const locale = `${language}_${language.toUpperCase()}`;
  await inSandbox(async (sandbox) => {
    await sandbox.putFiles(`/mnt/modules/${spec.name}`, generateModule(spec, bodies), 'postgres');
    await cloneTemplate(sandbox, 'tpl_base', 'words');
    const install = await sandbox.exec({ command: odooCommand(['-d', 'words', '-i', spec.name, '--stop-after-init', '--no-http', `--load-language=${locale}`]), user: 'odoo', timeoutMs: 240_000 });
    expect([install.exitCode, install.stderr.match(/ (WARNING|ERROR|CRITICAL) .*/g)]).toEqual([0, null]);
    const ours = (model: string): string => `IN (SELECT res_id FROM public.ir_model_data WHERE module = '${spec.name}' AND model = '${model}')`;
    const shown = await sandbox.exec({ command: ['omb-read', 'words', `SELECT name->>'${locale}' AS name, name->>'en_US' AS en FROM public.ir_model_fields_selection WHERE id ${ours('ir.model.fields.selection')} UNION SELECT field_description->>'${locale}', field_description->>'en_US' FROM public.ir_model_fields WHERE id ${ours('ir.model.fields')}`], user: 'postgres', timeoutMs: 30_000 });
    const rows = JSON.parse(shown.stdout) as { name: string | null; en: string }[];
    const wanted = spec.translations[language] ?? {};
    const known = rows.filter(({ en }) => Object.hasOwn(wanted, en));
    expect(known.map(({ en, name }) => [en, name])).toEqual(known.map(({ en }) => [en, wanted[en]]));
    expect(known.length).toBeGreaterThan(0);
  }, appsOf(spec.depends));
}, 600_000);
