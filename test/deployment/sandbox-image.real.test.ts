import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { ensureImages } from '../../deployment/local/images.js';
import { BASE_MODULES } from '../../src/domain/base-modules.js';
import { ODOO_MODULES } from '../../src/domain/odoo-modules.js';
import { readmeProfile } from '../support/sandbox-readme.js';

const run = promisify(execFile);

describe('the sandbox image', () => {
  let container: string;
  const as = async (user: string, ...command: string[]): Promise<string> => (await run('docker', ['exec', '-u', user, container, ...command], { maxBuffer: 2 ** 24 })).stdout.trim();
  const refused = async (user: string, ...command: string[]): Promise<string> =>
    as(user, ...command).then(
      (output) => `was allowed: ${output}`,
      (error: { stderr: string }) => error.stderr,
    );

  beforeAll(async () => {
    const { sandbox } = await ensureImages({ root: resolve(__dirname, '../..') });
    container = (await run('docker', ['run', '-d', '--label', 'io.odoo-module-builder.role=image-test', ...readmeProfile(), sandbox])).stdout.trim();
    for (let tries = 0; (await refused('odoo', 'pg_isready', '-q')) !== 'was allowed: ' && tries < 200; tries++) await new Promise((wait) => setTimeout(wait, 100));
    await as('postgres', 'omb-clone', 'tpl_base', 'work');
    await as('postgres', 'omb-clone', 'tpl_demo', 'demo');
  }, 900_000);

  afterAll(async () => {
    if (container !== undefined) await run('docker', ['rm', '-f', '-v', container]);
  });

  it('clones a database with base, web and mail and without demo data, and one with', async () => {
    const installed = `SELECT count(*) FROM public.ir_module_module WHERE state = 'installed' AND name IN ('base', 'web', 'mail')`;
    const partners = 'SELECT count(*) FROM public.res_partner';
    for (const database of ['work', 'demo']) expect(await as('postgres', 'omb-read', database, installed)).toBe('[{"count":3}]');
    const [plain, demo] = await Promise.all(['work', 'demo'].map(async (database) => (JSON.parse(await as('postgres', 'omb-read', database, partners)) as [{ count: number }])[0].count));
    expect(plain).toBeLessThan(10);
    expect(demo).toBeGreaterThan(30);
  });

  it('has the modules installed that the product takes for given', async () => {
    const { templates } = JSON.parse(await as('odoo', 'cat', '/etc/omb/sandbox.json')) as { templates: Record<string, string[]> };
    for (const modules of Object.values(templates)) expect(modules).toEqual([...BASE_MODULES]);
  });

  it('has the modules of Odoo that the product knows, on what they depend', async () => {
    const manifests = "import ast, glob, json, os\nprint(json.dumps({os.path.basename(os.path.dirname(path)): sorted(ast.literal_eval(open(path).read()).get('depends', ['base'])) for path in glob.glob('/usr/lib/python3/dist-packages/odoo/addons/*/__manifest__.py')}))";
    expect(Object.fromEntries(ODOO_MODULES)).toEqual(JSON.parse(await as('odoo', 'python3', '-c', manifests)));
  });

  it('has crons off, attachments in the database, and the web client bundle made ahead in both', async () => {
    for (const database of ['work', 'demo']) {
      expect(await as('postgres', 'omb-read', database, 'SELECT count(*) FROM public.ir_cron WHERE active')).toBe('[{"count":0}]');
      expect(await as('postgres', 'omb-read', database, 'SELECT count(*) FROM public.ir_attachment WHERE store_fname IS NOT NULL')).toBe('[{"count":0}]');
      const bundles = await as('postgres', 'omb-read', database, `SELECT name FROM public.ir_attachment WHERE url LIKE '/web/assets/%'`);
      for (const name of ['web.assets_web.min.js', 'web.assets_web.min.css', 'web.assets_frontend_lazy.min.js', 'bus.websocket_worker_assets.min.js']) expect(bundles).toContain(name);
    }
  });

  it("lets Odoo's user be Odoo's role and no other", async () => {
    expect(await as('odoo', 'psql', '-XAt', '-d', 'work', '-c', 'SELECT current_user')).toBe('odoo');
    for (const role of ['postgres', 'omb_reader']) expect(await refused('odoo', 'psql', '-U', role, '-d', 'work', '-c', 'SELECT 1')).toMatch(/authentication failed|no pg_hba.conf entry/);
    expect(await refused('odoo', 'psql', '-d', 'work', '-c', 'SET ROLE postgres')).toContain('permission denied');
    expect(await refused('odoo', 'psql', '-d', 'work', '-c', `COPY (SELECT 1) TO PROGRAM 'id'`)).toContain('permission denied');
    for (const user of ['relay', 'browser']) expect(await refused(user, 'psql', '-d', 'work', '-c', 'SELECT 1')).toMatch(/does not exist|failed|no pg_hba.conf entry/);
  });

  it("keeps the data directory, the templates and other users' homes from Odoo's user", async () => {
    for (const folder of ['data', 'templates']) expect(await refused('odoo', 'ls', `/var/lib/postgresql/${folder}`)).toContain('Permission denied');
    // Not even who may do anything: Postgres would open their files to write.
    for (const user of ['odoo', 'postgres']) expect(await refused(user, 'psql', '-d', 'tpl_base', '-c', 'SELECT 1')).toMatch(/not currently accepting connections|Read-only file system/);
    expect(await refused('odoo', 'psql', '-d', 'work', '-c', 'CREATE DATABASE more')).toContain('permission denied');
    expect(await refused('odoo', 'ls', '/home/browser')).toContain('Permission denied');
    expect(await refused('odoo', 'sh', '-c', 'echo mine >/usr/local/bin/omb-read')).toContain('Read-only file system');
  });

  it('copies no template into its volume but those that are asked for', async () => {
    const where = await as('postgres', 'psql', '-XAtq', '-d', 'postgres', '-c', "SELECT string_agg(datname || ' ' || spcname, ', ' ORDER BY datname) FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE datname <> 'demo'");
    expect(where).toBe('postgres pg_default, template0 baked, template1 baked, tpl_base baked, tpl_demo baked, work pg_default');
    expect(await refused('postgres', 'touch', '/var/lib/postgresql/templates/mine')).toContain('Read-only file system');
  });

  it('reads a database with the rights of a reader, whatever a module left in it', async () => {
    const trap = `CREATE FUNCTION public.trap() RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER ROLE odoo SUPERUSER'; RETURN 1; END $$; CREATE VIEW public.bait AS SELECT public.trap()`;
    await as('odoo', 'psql', '-Xq', '-d', 'work', '-c', trap);
    expect(await refused('postgres', 'omb-read', 'work', 'SELECT * FROM public.bait')).toMatch(/permission denied|read-only transaction/);
    expect(await as('postgres', 'psql', '-XAt', '-d', 'postgres', '-c', `SELECT rolsuper FROM pg_roles WHERE rolname = 'odoo'`)).toBe('f');
  });

  it('serves the web client without an error in the log and without making a bundle', async () => {
    await run('docker', ['exec', '-d', '-u', 'odoo', container, 'sh', '-c', 'exec odoo --database=work >/tmp/odoo.log 2>&1']);
    await as('odoo', 'omb-wait-http', '60');
    const fetch = 'import re,urllib.request as u; p=u.urlopen("http://127.0.0.1:8069/web/login").read().decode(); print(*[len(u.urlopen("http://127.0.0.1:8069"+x).read()) for x in re.findall(r"(?:src|href)=\\"(/web/assets/[^\\"]+)", p)])';
    const sizes = (await as('odoo', 'python3', '-c', fetch)).split(' ').map(Number);
    expect(Math.max(...sizes)).toBeGreaterThan(100_000);
    const log = await as('odoo', 'cat', '/tmp/odoo.log');
    expect(log).toContain('GET /web/login');
    expect(log).not.toMatch(/ ERROR |Traceback|Generating a new asset bundle/);
  }, 120_000);

  it('prints a document as PDF, with what is in it and the numbers of its pages, for a person who is logged in', async () => {
    const print = `
import io, json, re, urllib.request as u, pypdf
opener = u.build_opener(u.HTTPCookieProcessor())
def post(path, params):
    body = json.dumps({"jsonrpc": "2.0", "params": params}).encode()
    return json.load(opener.open(u.Request("http://127.0.0.1:8069" + path, body, {"Content-Type": "application/json"})))["result"]
post("/web/session/authenticate", {"db": "work", "login": "admin", "password": "admin"})
module = post("/web/dataset/call_kw/ir.module.module/search", {"model": "ir.module.module", "method": "search", "args": [[["name", "=", "web"]]], "kwargs": {}})[0]
pdf = opener.open(f"http://127.0.0.1:8069/report/pdf/base.report_irmodulereference/{module}").read()
pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
text = "".join(page.extract_text() for page in pages)
print(json.dumps({"start": pdf[:5].decode(), "text": re.sub(r"\\s", "", text), "pages": len(pages), "width": round(float(pages[0].mediabox.width))}))
`;
    const { start, text, pages, width } = JSON.parse(await as('odoo', 'python3', '-c', print)) as { start: string; text: string; pages: number; width: number };
    expect([start, width]).toEqual(['%PDF-', 596]);
    for (const part of ['Introspectionreport', `1/${pages}`, `${pages}/${pages}`]) expect(text).toContain(part);
    const log = await as('odoo', 'cat', '/tmp/odoo.log');
    for (const bundle of ['report_assets_common', 'report_assets_pdf']) expect(log).toMatch(new RegExp(`"GET /web/assets/\\S*${bundle}\\S* HTTP/1.1" 200`));
    expect(log).not.toMatch(/ ERROR |Traceback|Generating a new asset bundle/);
  }, 120_000);

  it('has no way out', async () => {
    expect(await refused('odoo', 'python3', '-c', 'import socket; socket.create_connection(("192.0.2.1", 80), 3)')).toContain('Network is unreachable');
  });
});
