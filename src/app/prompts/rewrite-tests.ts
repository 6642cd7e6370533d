import type { BodySlot } from '../../codegen/slots.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Message } from '../../ports/language-model.js';
import { fence } from './fence.js';
import { writeTestsPrompt } from './write-tests.js';

/** Tests that stayed green whatever was broken in the module; sees them and the spec, never the code. */
export function rewriteTestsPrompt(spec: ModuleSpec, slots: readonly BodySlot[], bodies: ReadonlyMap<string, string>): Message[] {
  const present = slots.map(({ id }) => `id: ${id}\n${bodies.get(id) ?? ''}`).join('\n\n');
  return [
    ...writeTestsPrompt(spec, slots),
    { role: 'user', content: `These are the present tests of the criteria:\n${fence('tests', present)}\n\nThe module was broken on purpose in several ways (a constraint gone, a right gone, a button that does nothing, a comparison turned round), and none of them made one of these tests red. Write each anew so that it fails when what its criterion says does not hold: go through the whole way that the criterion tells, try what must be refused as well, and assert exact values on both sides of a limit.` },
  ];
}
