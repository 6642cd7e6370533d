/** Builtins that run text as code, or reach what the ORM does not guard. */
export const FORBIDDEN_CALLS: ReadonlySet<string> = new Set(['eval', 'exec', 'compile', '__import__', 'open', 'input', 'breakpoint', 'globals', 'locals', 'vars', 'getattr', 'setattr', 'delattr']);
/** `odoo.tools` and friends that do the same by another name. */
export const REACHES_OUT = /(^|\.)(os|sys|subprocess|socket|ctypes|importlib|builtins|pickle|marshal|shutil|multiprocessing|threading|signal)(\.|$)/;
export const FORBIDDEN_DUNDERS: ReadonlySet<string> = new Set(['__globals__', '__subclasses__', '__bases__', '__mro__', '__code__', '__builtins__', '__loader__', '__dict__', '__getattribute__', '__reduce__']);
/** What runs and counts tests: for tests alone. */
export const JUDGES = /^(unittest|freezegun|odoo\.tests)(\.|$)/;
/** Odoo's own ways to open a file, for writing too. */
export const WRITES_FILES = /(^|\.)(file_open|file_open_temporary_directory)$/;
