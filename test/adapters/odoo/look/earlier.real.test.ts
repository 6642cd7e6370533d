import { openMcpBrowser } from '../../../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../../../src/adapters/odoo/module-tester.js';
import type { Tried } from '../../../../src/domain/observation.js';
import type { ModuleFile } from '../../../../src/domain/module-file.js';
import { miniModule } from '../../../support/mini-module.js';
import { inSandbox } from '../../../support/sandbox.js';

jest.setTimeout(600_000);

/** The mini module with these fields besides the name and the pages. */
const revision = (fields: string): readonly ModuleFile[] => miniModule({ 'models/book.py': `from odoo import fields, models\n\n\nclass Book(models.Model):\n    _name = "mini.book"\n    _description = "Book"\n\n    name = fields.Char(required=True)\n    pages = fields.Integer(default=0)\n${fields}` });
const checks = new Set(['lifecycle'] as const);

async function upgraded(earlier: readonly ModuleFile[], files: readonly ModuleFile[]): Promise<readonly Tried[]> {
  const { observation } = await inSandbox((sandbox) => new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: 'mini', files, earlier, checks, access: [], timeoutMs: 240_000 }));
  return observation.look!.tried.filter(({ what }) => what.includes('earlier revision'));
}

test('an upgrade from the session’s earlier revision keeps what was entered, or says by name what it lost', async () => {
  const author = '    author = fields.Char()\n';
  const [added, renamed] = [await upgraded(revision(author), revision(`${author}    shelf = fields.Char()\n`)), await upgraded(revision(author), revision('    writer = fields.Char()\n'))];
  expect(added).toMatchObject([{ what: 'upgrade from the earlier revision', status: 'green' }, { what: 'data of the earlier revision kept', status: 'green', message: 'records of 1 models' }]);
  expect(renamed).toMatchObject([{ status: 'green' }, { status: 'red', message: 'What was entered in "author" of mini.book is lost: that field is gone, and "writer" is new and does not have it.' }]);
});
