import { isModulePath, type ModuleFile } from './module-file.js';

export interface SearchReplace {
  readonly path: string;
  readonly search: string;
  readonly replace: string;
}

export interface WholeFile {
  readonly path: string;
  readonly content: string;
}

export interface EditOutcome {
  /** The tree with all edits, or as it was when there are problems: edits are applied all or none. */
  readonly files: readonly ModuleFile[];
  /** What could not be applied, as sentences for whoever wrote the edits. */
  readonly problems: readonly string[];
  /** Paths of refused edits to the frozen judge; the other edits are applied all the same. */
  readonly refusedTests: readonly string[];
}

/** Of a path that is refused, as much is shown. */
const SHOWN = 200;

/** What everybody may do is printed from the approved specification; a repair cannot give anybody more. */
const isOfRights = (path: string): boolean => /^(?:\.?\/)*security(?:\/|$)/i.test(path);
const GIVES_RIGHTS = /\b(?:ir\.rule|ir\.model\.access|res\.groups)\b/;
const RIGHTS = 'The rights are printed from the specification and cannot be changed here';

const isTest = (path: string): boolean => /^(?:\.?\/)*tests(?:\/|$)/i.test(path);

/** Applies a repair to a module's own files. A search text must occur exactly once at the moment when its turn comes. */
export function applyEdits(files: readonly ModuleFile[], edits: readonly SearchReplace[], wholeFiles: readonly WholeFile[]): EditOutcome {
  const tree = new Map(files.map((file) => [file.path, file.content]));
  const problems: string[] = [];
  const refusedTests: string[] = [];

  const admitted = (path: string): boolean => {
    if (isTest(path)) refusedTests.push(path);
    else if (isOfRights(path)) problems.push(`${RIGHTS}: leave ${JSON.stringify(path.slice(0, SHOWN))} as it is.`);
    else if (!isModulePath(path)) problems.push(`${JSON.stringify(path.slice(0, SHOWN))} is not a path inside the module.`);
    else return true;
    return false;
  };

  for (const file of wholeFiles) if (admitted(file.path)) tree.set(file.path, file.content.endsWith('\n') ? file.content : `${file.content}\n`);
  for (const edit of edits) {
    if (!admitted(edit.path)) continue;
    const content = tree.get(edit.path);
    if (typeof content !== 'string') {
      problems.push(`There is no text file ${edit.path} in the module.`);
      continue;
    }
    const places = edit.search === '' ? 0 : content.split(edit.search).length - 1;
    if (places === 1) tree.set(edit.path, content.replace(edit.search, () => edit.replace));
    else problems.push(`The search text of the edit to ${edit.path} occurs ${places} times in the file, not once: ${JSON.stringify(edit.search.slice(0, 300))}`);
  }
  const old = new Map(files.map(({ path, content }) => [path, content]));
  for (const [path, content] of tree) {
    if (content !== old.get(path) && /\.(?:xml|csv)$/.test(path) && GIVES_RIGHTS.test(String(content)) && !GIVES_RIGHTS.test(String(old.get(path) ?? ''))) problems.push(`${RIGHTS}: no records of ir.rule, ir.model.access or res.groups in ${path}.`);
  }
  if (problems.length > 0) return { files, problems, refusedTests };
  return { files: [...tree].map(([path, content]) => ({ path, content })), problems, refusedTests };
}
