import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ensureBackupKey } from '../../../deployment/lightsail/backup-key.js';
import { DebianHosts, SCRIPTS, type DebianHost } from './debian-host.js';

const ROOT = resolve(__dirname, '../../..');
const MINUTES = 60_000;
const BACKUPS = '/var/lib/odoo-module-builder/backups';
const HOME = '/var/lib/odoo-module-builder/n8n';

/** PostgreSQL with the product's databases and a service in n8n's place: what backup.sh and restore.sh work on. */
describe('backup.sh and restore.sh on a Debian 13 that has just booted', () => {
  let hosts: DebianHosts;
  let host: DebianHost;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'omb-backup-'));
    hosts = await DebianHosts.start('backup');
    host = await hosts.boot(10);
    await host.must('apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql age openssl');
    const release = '/opt/odoo-module-builder/release';
    await host.must(`mkdir -p ${release}/dist/src/adapters/postgres ${release}/deployment/n8n/runtime /etc/odoo-module-builder/tls ${HOME}/n8n-main/.n8n`);
    await host.copy(join(ROOT, 'package.json'), `${release}/`);
    await host.copy(join(ROOT, 'deployment/n8n/runtime/package.json'), `${release}/deployment/n8n/runtime/`);
    await host.copy(join(ROOT, 'src/adapters/postgres/migrations'), `${release}/dist/src/adapters/postgres/`);
    await host.copy(join(ROOT, 'deployment/postgres/sql/product.sql'), '/srv/');
    for (const script of ['backup.sh', 'restore.sh']) await host.copy(`${SCRIPTS}/${script}`, '/root/');
    await host.must('useradd --system odoo-builder; OMB_PASSWORD=p OMB_CREATEDB=NOCREATEDB runuser -u postgres -- psql -Xq -d postgres -f /srv/product.sql');
    await host.must("printf '[Service]\\nExecStart=/usr/bin/sleep infinity\\n' >/etc/systemd/system/odoo-builder.service && systemctl daemon-reload && systemctl start odoo-builder");
    await host.must(`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=a -addext subjectAltName=DNS:builder.example -keyout /etc/odoo-module-builder/tls/privkey.pem -out /etc/odoo-module-builder/tls/fullchain.pem`);
    await host.must("echo 'PUBLIC_URL=\"https://builder.example\"' >/etc/odoo-module-builder/setup.conf");
    await sql('omb', "SET ROLE omb; CREATE SCHEMA omb; CREATE TABLE omb.migration (id int, name text); INSERT INTO omb.migration VALUES (1, '0001_initial'); CREATE TABLE omb.session (id text)");
    await sql('n8n', 'SET ROLE omb; CREATE TABLE workflow (name text)');
    await host.must(`echo ${await ensureBackupKey(folder, () => undefined)} >/etc/odoo-module-builder/backup-recipient`);
  }, 10 * MINUTES);
  afterAll(async () => {
    await hosts?.end();
    await rm(folder, { recursive: true });
  });

  const sql = (database: string, query: string): Promise<string> => host.must(`runuser -u postgres -- psql -XAtq -d ${database} -c "${query}"`);
  const state = async (): Promise<string> => [await sql('omb', 'SELECT id FROM omb.session'), await sql('n8n', 'SELECT name FROM workflow'), await host.must(`cat ${HOME}/secrets.json /etc/odoo-module-builder/editor-password`)].join(' ');
  const become = async (word: string): Promise<void> => {
    await sql('omb', `DELETE FROM omb.session; INSERT INTO omb.session VALUES ('${word}-session')`);
    await sql('n8n', `DELETE FROM workflow; INSERT INTO workflow VALUES ('${word}-workflow')`);
    await host.must(`echo '{"encryptionKey":"${word}-key"}' >${HOME}/secrets.json; echo ${word}-password >/etc/odoo-module-builder/editor-password; echo '{}' >${HOME}/n8n-main/.n8n/config`);
  };
  const backup = async (): Promise<string> => (await host.must('sh /root/backup.sh')).split('\n').at(-1) ?? '';

  /** As deploy.sh does: opened where the private key is, and sent unpacked. */
  async function sent(file: string, change = 'true'): Promise<string> {
    await host.must('rm -rf /root/restoring && mkdir -p /root/restoring/data /root/restoring/keys');
    for (const part of ['data', 'keys']) {
      const base64 = await host.must(`base64 -w0 ${file.replace('.data.', `.${part}.`)}`);
      await writeFile(join(folder, 'one.age'), Buffer.from(base64, 'base64'));
      await promisify(execFile)('age', ['--decrypt', '--identity', join(folder, 'backup-key.txt'), '--output', join(folder, 'one.tar'), join(folder, 'one.age')]);
      await host.copy(join(folder, 'one.tar'), '/root/one.tar');
      await host.must(`tar -xf /root/one.tar -C /root/restoring/${part}`);
    }
    await host.must(`cd /root/restoring && ${change}`);
    return '/root/restoring';
  }

  it('makes two files that only the operator’s key opens, of databases and keys apart', async () => {
    await become('kept');
    const file = await backup();
    const listed = await host.must(`ls ${BACKUPS}; stat -c %a ${BACKUPS} ${BACKUPS}/*`);
    expect(listed).toMatch(/^\w+Z\.data\.tar\.age\n\w+Z\.keys\.tar\.age\n700\n600\n600$/);
    for (const secret of ['kept-session', 'kept-key', 'kept-password', 'PRIVATE']) expect(await host.must(`cat ${BACKUPS}/* | grep -ac ${secret} || :`)).toBe('0');
    const folderThere = await sent(file);
    expect(await host.must(`cd ${folderThere} && ls data keys && grep -rl kept-key . && grep -rl PRIVATE .`)).toBe('data:\ndigests\nn8n.dump\nomb.dump\nversions\n\nkeys:\ndigests\neditor-password\nsecrets.json\ntls\nversions\n./keys/secrets.json\n./keys/tls/privkey.pem');
    expect((await readFile(join(folder, 'backup-key.txt'), 'utf8')).split('\n')[2]).toMatch(/^AGE-SECRET-KEY-/);
    expect(await host.must('grep -rl AGE-SECRET /etc /root /var/lib/odoo-module-builder || :')).toBe('');
  });

  it('lets those go that are too old, when a new one is there, and tells the age of the last', async () => {
    await host.must(`touch -d '8 days ago' ${BACKUPS}/old.data.tar.age; touch -d '6 days ago' ${BACKUPS}/young.data.tar.age; touch -d '8 days ago' /var/lib/odoo-module-builder/backup-stamp`);
    const refused = await host.sh('mv /etc/odoo-module-builder/backup-recipient /root/; BACKUP_DAYS=7 sh /root/backup.sh; code=$?; mv /root/backup-recipient /etc/odoo-module-builder/; exit $code');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('backup-recipient is missing')]);
    const age = 'echo $(($(date +%s) - $(stat -c %Y /var/lib/odoo-module-builder/backup-stamp)))';
    expect([await host.must(`ls ${BACKUPS} | grep -c old`), Number(await host.must(age)) > 600_000]).toEqual(['1', true]);
    await host.must('BACKUP_DAYS=7 sh /root/backup.sh');
    expect(await host.must(`cd ${BACKUPS} && ls old* young* 2>/dev/null || :`)).toBe('young.data.tar.age');
    expect(Number(await host.must(age))).toBeLessThan(60);
    await host.must(`rm ${BACKUPS}/young*`);
  });

  it('brings all back, and keeps what was there before', async () => {
    await become('kept');
    const file = await backup();
    const certificate = await host.must('cat /etc/odoo-module-builder/tls/fullchain.pem');
    await become('later');
    await host.must('echo other >/etc/odoo-module-builder/tls/fullchain.pem');
    const out = await host.must(`sh /root/restore.sh ${await sent(file)}`);
    expect(out).toContain('nginx has the certificate of builder.example again');
    expect(await state()).toBe('kept-session kept-workflow {"encryptionKey":"kept-key"}\nkept-password');
    expect(await sql('omb_before', 'SELECT id FROM omb.session')).toBe('later-session');
    expect(await sql('omb', "SELECT tableowner FROM pg_tables WHERE tablename = 'session'")).toBe('omb');
    expect(await host.must('cat /etc/odoo-module-builder/tls/fullchain.pem')).toBe(certificate);
    expect(await host.must(`stat -c '%U %a' ${HOME}/secrets.json; ls ${HOME}/n8n-main/.n8n /root/restoring 2>/dev/null || :`)).toBe(`odoo-builder 600\n${HOME}/n8n-main/.n8n:`);
    await host.must('systemctl start odoo-builder');
  });

  it('brings certbot’s certificate back with what renews it', async () => {
    const tls = '/etc/odoo-module-builder/tls';
    await become('kept');
    await host.must(`mkdir -p /etc/letsencrypt/archive/b /etc/letsencrypt/live/b && mv ${tls}/fullchain.pem /etc/letsencrypt/archive/b/fullchain1.pem`);
    await host.must(`ln -s ../../archive/b/fullchain1.pem /etc/letsencrypt/live/b/fullchain.pem && ln -s /etc/letsencrypt/live/b/fullchain.pem ${tls}/fullchain.pem`);
    const file = await backup();
    const certificate = await host.must(`cat ${tls}/fullchain.pem`);
    await host.must(`rm -rf /etc/letsencrypt ${tls}/fullchain.pem; echo other >${tls}/fullchain.pem`);
    await host.must(`sh /root/restore.sh ${await sent(file)}; systemctl start odoo-builder`);
    expect(await host.must(`cat ${tls}/fullchain.pem; readlink /etc/letsencrypt/live/b/fullchain.pem`)).toBe(`${certificate}\n../../archive/b/fullchain1.pem`);
  });

  it.each([
    ['a newer product', "sed -i 's/^product .*/product 9.0.0/' data/versions && cd data && find . -type f ! -name digests -exec sha256sum {} + >digests", 'newer version (product 9.0.0)'],
    ['a newer schema', "sed -i 's/^schema .*/schema 9999_later/' data/versions && cd data && find . -type f ! -name digests -exec sha256sum {} + >digests", 'newer version (schema 9999_later)'],
    ['changed data', "echo x >>data/omb.dump", "the backup's data are damaged"],
    ['no keys', 'rm -r keys', "the backup's keys are missing"],
    ['keys of another backup', "echo 'made never' >keys/versions && cd keys && find . -type f ! -name digests -exec sha256sum {} + >digests", 'of two backups'],
    ['a database that PostgreSQL does not take', "echo PGDMP >data/n8n.dump && cd data && find . -type f ! -name digests -exec sha256sum {} + >digests", 'did not take the database n8n'],
  ])('refuses %s, and changes nothing', async (_, change, sentence) => {
    await become('kept');
    const file = await backup();
    await become('later');
    const before = await state();
    const { code, out } = await host.sh(`sh /root/restore.sh ${await sent(file, change)}`);
    expect([code, out]).toEqual([1, expect.stringContaining(sentence)]);
    expect(out).toContain('Nothing was changed');
    expect(await state()).toBe(before);
    expect(await host.must('systemctl is-active odoo-builder; ls /root/restoring 2>/dev/null || :')).toBe('active');
    expect(await sql('postgres', "SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE '%restored'")).toBe('');
  });
});
