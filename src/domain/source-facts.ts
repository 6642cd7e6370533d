/** A syntax error or a forbidden construct, as CPython (or its expat) sees it. */
export interface SourceProblem {
  readonly path: string;
  readonly line: number | null;
  readonly message: string;
}

/** A call in a class body; arguments that are no literals are null. */
export interface PythonCall {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly keywords: Readonly<Record<string, unknown>>;
}

/** What CPython's own parser finds in one Python file; nothing of it is run. */
export interface PythonFacts {
  readonly path: string;
  readonly error: SourceProblem | null;
  /** Dotted names of imported modules with the line, relative ones with their dots. */
  readonly imports: readonly { readonly module: string; readonly names: readonly string[]; readonly line: number }[];
  /** Names and attributes like `__globals__`. */
  readonly dunders: readonly { readonly name: string; readonly line: number }[];
  /** Attributes that are set or deleted on what the file imports, or on anything where no function is: `TransactionCase.run`. */
  readonly patches: readonly { readonly name: string; readonly line: number }[];
  /** Names that are called, e.g. `eval`, `os.system`. */
  readonly calls: readonly { readonly name: string; readonly line: number }[];
  /** `assignments`: the literal; of a call (`fields.Char(...)`) a {@link PythonCall}; else null. `lines`: where each stands. */
  readonly classes: readonly { readonly name: string; readonly line: number; readonly bases: readonly string[]; readonly assignments: Readonly<Record<string, unknown>>; readonly lines: Readonly<Record<string, number>>; readonly methods: readonly { readonly name: string; readonly line: number; readonly decorators: readonly string[] }[] }[];
  /** Names that the file's top level defines or imports. */
  readonly names: readonly string[];
  /** Strings in the literal of a file that is one expression, with their lines. */
  readonly strings: readonly { readonly text: string; readonly line: number }[];
  /** The literal of a file that is one expression (a manifest), else undefined. */
  readonly literal?: unknown;
}

/** One XML file as expat sees it: well-formed, no DOCTYPE, no entity of its own; ids and references in it. */
export interface XmlFacts {
  readonly path: string;
  readonly error: SourceProblem | null;
  /** Start tags with attributes and line, in document order, `text` up to the next tag. */
  readonly elements: readonly { readonly tag: string; readonly line: number; readonly attributes: Readonly<Record<string, string>>; readonly text: string; readonly depth: number }[];
}

/** What a real CPython saw in a module's sources. */
export interface SourceFacts {
  readonly python: readonly PythonFacts[];
  readonly xml: readonly XmlFacts[];
}
