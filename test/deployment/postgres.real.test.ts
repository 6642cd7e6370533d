import Docker from 'dockerode';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { ensureImages } from '../../deployment/local/images.js';
import { ensurePostgres, type PostgresOptions } from '../../deployment/local/postgres.js';
import { externalPostgres } from '../../deployment/local/postgres-external.js';

const docker = new Docker();

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

describe('the local Postgres', () => {
  let options: PostgresOptions;
  let stateDir: string;
  const given = process.env['DATABASE_URL'];

  beforeAll(async () => {
    delete process.env['DATABASE_URL'];
    stateDir = await mkdtemp(join(tmpdir(), 'omb-postgres-test-'));
    const { postgres } = await ensureImages({ root: resolve(__dirname, '../..') });
    options = { image: postgres, stateDir };
  }, 900_000);

  afterAll(async () => {
    await (await ensurePostgres(options)).stop({ removeVolume: true });
    await rm(stateDir, { recursive: true });
    if (given !== undefined) process.env['DATABASE_URL'] = given;
  }, 120_000);

  it('is Postgres 17 with a database for the product and one for n8n, of a role that is no superuser', async () => {
    const { url, n8nUrl } = await ensurePostgres(options);
    const [row] = await query<{ version: string; super: boolean }>(url, `SELECT current_setting('server_version') AS version, rolsuper AS super FROM pg_roles WHERE rolname = current_user`);
    expect(row?.version).toMatch(/^17\./);
    expect(row?.super).toBe(false);
    expect(await query(n8nUrl, 'CREATE TABLE may_create ()')).toEqual([]);
  }, 120_000);

  it('keeps its data when it is stopped and started, and is taken over when it still runs', async () => {
    const first = await ensurePostgres(options);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow();
    const second = await ensurePostgres(options);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await ensurePostgres(options)).toMatchObject({ url: second.url, n8nUrl: second.n8nUrl });
  }, 180_000);

  it('opens its data again with a new password after the state file was lost', async () => {
    const before = await ensurePostgres(options);
    await rm(join(stateDir, 'postgres.json'));
    const after = await ensurePostgres(options);
    expect(new URL(after.url).password).not.toBe(new URL(before.url).password);
    await expect(query(before.url, 'SELECT 1')).rejects.toThrow();
    expect(await query(after.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 120_000);

  it('shows no password to who may look at containers', async () => {
    const { url } = await ensurePostgres(options);
    const containers = await docker.listContainers({ filters: { label: ['io.odoo-module-builder.role=postgres'] } });
    expect(containers.length).toBeGreaterThan(0);
    for (const { Id } of containers) expect(JSON.stringify(await docker.getContainer(Id).inspect())).not.toContain(new URL(url).password);
  }, 120_000);

  it('makes n8n a database beside a product database that somebody else runs', async () => {
    const { url } = await ensurePostgres(options);
    await expect(externalPostgres(url, undefined)).rejects.toMatchObject({ code: 'n8n_database_missing', message: expect.stringContaining('N8N_DATABASE_URL') });
    expect(await externalPostgres(url, 'postgres://elsewhere/n8n')).toMatchObject({ url, n8nUrl: 'postgres://elsewhere/n8n' });
  }, 120_000);
});
