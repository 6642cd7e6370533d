/** Where the names that generated code uses come from, in the order in which they are printed. */
const SOURCES = {
  b64encode: 'base64',
  contextmanager: 'contextlib',
  BytesIO: 'io',
  dumps: 'json',
  relativedelta: 'dateutil.relativedelta',
  IntegrityError: 'psycopg2',
  Markup: 'markupsafe',
  api: 'odoo',
  Command: 'odoo',
  fields: 'odoo',
  http: 'odoo',
  models: 'odoo',
  SUPERUSER_ID: 'odoo',
  AccessError: 'odoo.exceptions',
  UserError: 'odoo.exceptions',
  ValidationError: 'odoo.exceptions',
  MissingError: 'odoo.exceptions',
  content_disposition: 'odoo.http',
  request: 'odoo.http',
  CustomerPortal: 'odoo.addons.portal.controllers.portal',
  pager: 'odoo.addons.portal.controllers.portal',
  HttpCase: 'odoo.tests',
  Form: 'odoo.tests',
  new_test_user: 'odoo.tests',
  tagged: 'odoo.tests',
  TransactionCase: 'odoo.tests',
  PdfReader: 'odoo.tools.pdf',
  float_round: 'odoo.tools',
  format_amount: 'odoo.tools',
  format_date: 'odoo.tools',
  format_datetime: 'odoo.tools',
  html2plaintext: 'odoo.tools',
  mute_logger: 'odoo.tools',
  sql: 'odoo.tools',
  SQL: 'odoo.tools',
} as const;

export type Importable = keyof typeof SOURCES;
/** Words that code written for a slot may well use for something else. */
const OURS_ALONE = new Set<Importable>(['dumps', 'content_disposition', 'http', 'request', 'pager', 'sql', 'SQL']);
export const IMPORTABLE = (Object.keys(SOURCES) as Importable[]).filter((name) => !OURS_ALONE.has(name));
/** Python's own. */
const STANDARD = new Set(['base64', 'contextlib', 'io', 'json']);

/** The imports of one file: printers say what they use, so nothing is imported that is not used. */
export class Imports {
  private readonly used = new Set<Importable>();
  private readonly whole = new Set<string>();

  /** @returns the name, to stand in the code. */
  use(name: Importable): Importable {
    this.used.add(name);
    return name;
  }

  /** A module of Python's own, as a whole: `import logging`. */
  useModule(name: 'logging' | 'unicodedata'): void {
    this.whole.add(name);
  }

  /** Import lines, Python's own before other people's libraries before Odoo's, with an empty line between. */
  print(): string {
    const bySource = Map.groupBy([...this.used], (name) => SOURCES[name]);
    const line = (source: string): string => `from ${source} import ${(bySource.get(source as (typeof SOURCES)[Importable]) ?? []).toSorted(byCase).join(', ')}`;
    const sources = [...bySource.keys()].toSorted();
    const block = (belongs: (source: string) => boolean): string => sources.filter(belongs).map(line).join('\n');
    const plain = [...this.whole].toSorted().map((name) => `import ${name}`).join('\n');
    const ofPython = [plain, block((source) => STANDARD.has(source))].filter((part) => part !== '').join('\n');
    return [ofPython, block((source) => !STANDARD.has(source) && !source.startsWith('odoo')), block((source) => source.startsWith('odoo'))].filter((part) => part !== '').join('\n\n');
  }
}

/** Constants, then classes, then functions, as isort sorts. */
function byCase(a: string, b: string): number {
  const rank = (name: string): number => (/^[A-Z]/.test(name) ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
