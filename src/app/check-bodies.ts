import { dangerous } from '../codegen/gates/dangerous.js';
import type { BodySlot } from '../codegen/slots.js';
import type { PythonFacts } from '../domain/source-facts.js';
import type { App } from './app.js';

const INDENT = '        ';

/** What is wrong with each body, as sentences with its id; nothing of it is run. */
export async function checkBodies(app: App, slots: readonly BodySlot[], bodies: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const missing = slots.filter((slot) => (bodies.get(slot.id) ?? '').trim() === '').map((slot) => `${slot.id}: its code is missing.`);
  const present = slots.flatMap((slot, index) => {
    const code = bodies.get(slot.id) ?? '';
    return code.trim() === '' ? [] : [{ slot, path: `slot_${index}.py`, source: asMethod(slot, code) }];
  });
  if (present.length === 0) return missing;
  const { python } = await app.python.inspect(present.map(({ path, source }) => ({ path, content: source })));
  const wrong = present.flatMap(({ slot, path, source }) => {
    const facts = python.find((each) => each.path === path);
    return (facts === undefined ? ['it could not be read.'] : problemsOf(slot, facts, source)).map((problem) => `${slot.id}: ${problem}`);
  });
  return [...missing, ...wrong];
}

/** The body where it will stand: in a method of a class. */
function asMethod(slot: BodySlot, code: string): string {
  const head = slot.signature.split('\n').map((line) => `    ${line}`).join('\n');
  const body = code.split(/\r?\n/).map((line) => (line.trim() === '' ? '' : INDENT + line)).join('\n');
  return `class Slot(Base):\n${head}\n${body}\n`;
}

/** Lines above the body: the class and the method's head. */
const linesAbove = (slot: BodySlot): number => 1 + slot.signature.split('\n').length;

function problemsOf(slot: BodySlot, facts: PythonFacts, source: string): string[] {
  const line = (inFile: number | null): string => (inFile === null ? '' : ` (line ${Math.max(1, inFile - linesAbove(slot))} of its code)`);
  if (facts.error) return [`Python does not understand it: ${facts.error.message}${line(facts.error.line)}.`];
  const escaped = facts.classes.length !== 1 || facts.classes[0]?.methods.length !== 1;
  return [
    ...(escaped ? ['it must be the body of one method and nothing besides.'] : []),
    ...dangerous({ name: '', files: [], facts: { python: [facts], xml: [] } }).map((each) => `not allowed: ${each.message}${line(each.line)}.`),
    ...(slot.kind === 'test' && !asserts(facts, source) ? ['a test that asserts nothing could not fail.'] : []),
  ];
}

const asserts = (facts: PythonFacts, source: string): boolean => facts.calls.some((each) => /^self\.(assert\w+|fail)$/.test(each.name)) || /^\s*assert\s/m.test(source);
