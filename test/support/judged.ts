import { openMcpBrowser } from '../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../src/adapters/odoo/module-tester.js';
import { judge } from '../../src/app/judge/judge.js';
import type { Judgement } from '../../src/app/judge/input.js';
import type { ModuleFile } from '../../src/domain/module-file.js';
import type { DeclaredTest, Observation } from '../../src/domain/observation.js';
import type { TestRun } from '../../src/ports/module-tester.js';
import { inSandbox } from './sandbox.js';

export interface Judged extends Judgement {
  readonly observation: Observation;
  readonly screenshots: TestRun['screenshots'];
}

/** Installs and tests a version of the mini module for real, and judges it. */
export async function judged(files: readonly ModuleFile[], timeoutMs = 120_000): Promise<Judged> {
  const { observation, screenshots } = await inSandbox((sandbox) => new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: 'mini', files, timeoutMs }));
  const criteria = [{ id: 'AC-1', title: 'A book has a name' }, { id: 'AC-2', title: 'Pages start at zero' }];
  return { ...judge({ module: 'mini', declared: declaredIn(files), criteria, observation }), observation, screenshots };
}

/** Good enough for the flat test files of these modules; the product asks CPython's own parser. */
function declaredIn(files: readonly ModuleFile[]): DeclaredTest[] {
  return files.flatMap(({ path, content }) => {
    if (!path.startsWith('tests/test_')) return [];
    const text = content.toString();
    const name = /^class (\w+)/m.exec(text)?.[1] ?? '';
    return [...text.matchAll(/def (test_\w+)/g)].map((match) => ({ module: path.slice(0, -3).replaceAll('/', '.'), class: name, method: match[1] ?? '', line: text.slice(0, match.index).split('\n').length }));
  });
}
