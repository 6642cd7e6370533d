import type { ModuleFile } from '../domain/module-file.js';

/** What is broken in a mutant. */
export type MutantKind = 'constraint' | 'domain' | 'access' | 'return' | 'boundary';

/** A module with one thing in it broken on purpose, to see whether its acceptance tests notice. */
export interface Mutant {
  readonly kind: MutantKind;
  /** The file that is changed, and from which line on. */
  readonly path: string;
  readonly line: number;
  /** For a person, e.g. `models/book.py:12: a constraint is gone`. */
  readonly what: string;
  /** The whole tree. */
  readonly files: readonly ModuleFile[];
}

/** A change of some lines of one file. */
interface Change {
  readonly kind: MutantKind;
  /** From 0. */
  readonly at: number;
  readonly lines: readonly string[];
  readonly words: string;
}

/** All mutants of a module, in the order of its files; the same for the same module. */
export function mutantsOf(files: readonly ModuleFile[]): readonly Mutant[] {
  return files.flatMap((file) => {
    if (typeof file.content !== 'string') return [];
    const lines = file.content.split('\n');
    return changesOf(file.path, lines).map(({ kind, at, lines: changed, words }) => ({
      kind, path: file.path, line: at + 1, what: `${file.path}:${at + 1}: ${words}`,
      files: files.map((each) => (each === file ? { path: file.path, content: changed.join('\n') } : each)),
    }));
  });
}

/** As many of them, of each kind as evenly as can be, spread over the module. */
export function someMutants(mutants: readonly Mutant[], count: number): readonly Mutant[] {
  const byKind = [...Map.groupBy(mutants, ({ kind }) => kind).values()];
  const chosen: Mutant[] = [];
  for (let round = 0; chosen.length < Math.min(count, mutants.length); round++) {
    for (const kind of byKind) {
      const each = kind[round];
      if (each !== undefined && chosen.length < count) chosen.push(each);
    }
  }
  return chosen;
}

function changesOf(path: string, lines: readonly string[]): readonly Change[] {
  if (/^(?:models|wizards|controllers)\/.+\.py$/.test(path)) return [...constraints(lines), ...returns(lines), ...boundaries(lines)];
  if (path.endsWith('ir.model.access.csv')) return lines.flatMap((line, at) => (at === 0 || line === '' ? [] : [{ kind: 'access' as const, at, lines: without(lines, at, at), words: 'an access row is gone' }]));
  return path.endsWith('.xml') ? domains(lines) : [];
}

const without = (lines: readonly string[], from: number, to: number): string[] => lines.filter((_, at) => at < from || at > to);
const replaced = (lines: readonly string[], at: number, line: string): string[] => lines.map((each, index) => (index === at ? line : each));

/** The last line of what begins with a bracket here: by indentation, as the printer sets it. */
function endOf(lines: readonly string[], at: number): number {
  const indent = /^ */.exec(lines[at] ?? '')?.[0].length ?? 0;
  if (/\)\s*$/.test(lines[at] ?? '')) return at;
  const end = lines.findIndex((line, index) => index > at && line.startsWith(`${' '.repeat(indent)})`));
  return end === -1 ? at : end;
}

/** A constraint in SQL, or the decorator that makes a method one. */
function constraints(lines: readonly string[]): readonly Change[] {
  return lines.flatMap((line, at) => {
    if (/^ {4}_\w+ = models\.(?:Constraint|UniqueIndex)\(/.test(line)) return [{ kind: 'constraint' as const, at, lines: without(lines, at, endOf(lines, at)), words: 'a constraint is gone' }];
    if (/^ {4}@api\.constrains\(/.test(line)) return [{ kind: 'constraint' as const, at, lines: without(lines, at, endOf(lines, at)), words: 'a constraint is never checked' }];
    return [];
  });
}

/** A button or another method that does nothing. A compute has to set its field, or Odoo refuses it at once: that proves no test. */
function returns(lines: readonly string[]): readonly Change[] {
  return lines.flatMap((line, at) => {
    const name = /^ {4}def (\w+)\(self\):$/.exec(line)?.[1];
    if (name === undefined || /^_(?:compute|inverse|search|check|default|domain)/.test(name)) return [];
    const after = /^ {8}"""/.test(lines[at + 1] ?? '') ? at + 1 : at;
    return [{ kind: 'return' as const, at, lines: [...lines.slice(0, after + 1), '        return True', ...lines.slice(after + 1)], words: `${name} returns before it does anything` }];
  });
}

const SHIFTED: Readonly<Record<string, string>> = { '>=': '>', '<=': '<', '>': '>=', '<': '<=', '==': '!=', '!=': '==' };

/** A comparison in a condition or in a CHECK is off by one, or asks for the opposite. */
function boundaries(lines: readonly string[]): readonly Change[] {
  return lines.flatMap((line, at) => {
    const part = /CHECK\(.*\)"|^\s+(?:if|elif|while|and|or|not)\b.*/.exec(line);
    if (part === null) return [];
    return [...part[0].matchAll(/ (>=|<=|==|!=|>|<) /g)].map((match) => {
      const start = part.index + match.index + 1;
      const [, operator = ''] = match;
      return { kind: 'boundary' as const, at, lines: replaced(lines, at, line.slice(0, start) + (SHIFTED[operator] ?? operator) + line.slice(start + operator.length)), words: `${operator} became ${SHIFTED[operator] ?? operator}` };
    });
  });
}

/** A record rule that lets everybody see everything. */
function domains(lines: readonly string[]): readonly Change[] {
  return lines.flatMap((line, at) => {
    const match = /^(.*<field name="domain_force">)(.+?)(<\/field>.*)$/.exec(line);
    if (match === null || match[2] === "[(1, '=', 1)]") return [];
    return [{ kind: 'domain' as const, at, lines: replaced(lines, at, `${match[1] ?? ''}[(1, '=', 1)]${match[3] ?? ''}`), words: 'a record rule lets everybody see everything' }];
  });
}
