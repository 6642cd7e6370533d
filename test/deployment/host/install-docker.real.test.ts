import { DebianHosts, SCRIPTS, type DebianHost } from './debian-host.js';

/** The image of the host and Debian's packages, on a busy machine. */
const MINUTES = 60_000;

describe('install-dependencies.sh --role docker on a Debian 13 that has just booted', () => {
  let hosts: DebianHosts;
  let host: DebianHost;
  let n8n: DebianHost;
  let stranger: DebianHost;
  const install = (): Promise<string> => host.must(`sh /root/install-dependencies.sh --role docker --address ${hosts.address(10)} --n8n-address ${hosts.address(11)} --n8n-certificate /root/n8n.pem`);

  beforeAll(async () => {
    hosts = await DebianHosts.start('docker');
    [host, n8n, stranger] = await Promise.all([hosts.boot(10), hosts.boot(11), hosts.boot(12)]);
    for (const one of [host, n8n]) await one.copy(`${SCRIPTS}/install-dependencies.sh`, '/root/');
    await n8n.must('sh /root/install-dependencies.sh --role client');
    await host.must(`echo '${await n8n.must('cat /etc/odoo-module-builder/docker-client/cert.pem')}' >/root/n8n.pem`);
    await install();
    const ca = await host.must('cat /etc/odoo-module-builder/docker/ca.pem');
    const files = await n8n.must('cd /etc/odoo-module-builder/docker-client && tar -c . | base64 -w0');
    for (const other of [n8n, stranger]) await other.must(`mkdir -p /root/client && echo ${files} | base64 -d | tar -xC /root/client && echo '${ca}' >/root/client/ca.pem`);
  }, 10 * MINUTES);
  afterAll(() => hosts?.end());

  const ping = (from: DebianHost, credentials: string): Promise<{ readonly code: number; readonly out: string }> => from.sh(`cd /root/client && curl -sS -m 5 --cacert ca.pem ${credentials} https://${hosts.address(10)}:2376/_ping`);
  const OURS = '--cert cert.pem --key key.pem';

  it('lets the n8n host reach Docker with the certificate, and nobody without', async () => {
    expect(await ping(n8n, OURS)).toEqual({ code: 0, out: 'OK' });
    expect((await ping(n8n, '')).out).toContain('certificate required');
    await n8n.must('cd /root/client && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=n8n -keyout other-key.pem -out other.pem');
    expect((await ping(n8n, '--cert other.pem --key other-key.pem')).code).not.toBe(0);
  });

  it('lets nobody else reach Docker, certificate or not, nor anything but SSH', async () => {
    expect((await ping(stranger, OURS)).code).toBe(28);
    const probe = (port: number): Promise<{ readonly code: number }> => stranger.sh(`timeout 3 bash -c '</dev/tcp/${hosts.address(10)}/${port}'`);
    await host.must('systemd-run --quiet --unit other-port /usr/sbin/sshd -D -p 8000 && sleep 1');
    expect([(await probe(22)).code, (await probe(2376)).code, (await probe(8000)).code]).toEqual([0, 124, 124]);
    expect((await host.sh("timeout 3 bash -c '</dev/tcp/127.0.0.1/8000'")).code).toBe(0);
  });

  it('runs dockerd with remapped users, live restore and bounded logs', async () => {
    const info = JSON.parse(await host.must('curl -s --unix-socket /run/docker.sock http://docker/info')) as { readonly SecurityOptions: readonly string[]; readonly LiveRestoreEnabled: boolean; readonly LoggingDriver: string };
    expect(info).toMatchObject({ LiveRestoreEnabled: true, LoggingDriver: 'json-file', SecurityOptions: expect.arrayContaining(['name=userns']) });
  });

  it('ends sandboxes whose time is over by a timer of its own', async () => {
    expect((await host.must('systemctl is-active odoo-builder-reaper.timer')).trim()).toBe('active');
    await host.must('systemctl start odoo-builder-reaper.service');
    expect((await host.must('systemctl show --property=Result --value odoo-builder-reaper.service')).trim()).toBe('success');
  });

  it('starts containers, whose root is nobody on the host', async () => {
    await host.must('tar -chP /usr/bin/cat /lib64/ld-linux-x86-64.so.2 /lib/x86_64-linux-gnu/libc.so.6 | docker import - cat');
    const [inside, outside] = (await host.must('docker run --rm --network none cat /usr/bin/cat /proc/self/uid_map')).trim().split(/\s+/);
    expect(inside).toBe('0');
    expect(Number(outside)).toBeGreaterThanOrEqual(100_000);
  });

  it('keeps all keys to root, the authority’s to nobody, and the n8n host’s on the n8n host', async () => {
    expect(await host.must("find /etc/odoo-module-builder/docker -name '*key*' -perm /077 -o -name 'ca-key*'")).toBe('');
    expect(await n8n.must('find /etc/odoo-module-builder/docker-client -perm /077')).toBe('');
    expect((await host.must('grep -rl PRIVATE /etc/odoo-module-builder')).split('\n').toSorted()).toEqual(['docker/server-key.pem', 'docker/uat-key.pem', 'uat-gateway/key.pem'].map((file) => `/etc/odoo-module-builder/${file}`));
  });

  it('lets services that are no root pass to files of theirs, on both hosts', async () => {
    for (const one of [host, n8n]) expect(await one.must('stat -c %a /etc/odoo-module-builder')).toBe('755');
  });

  it('has a certificate for the gateway of live Odoos, which does not pass for Docker’s, and whose key its container alone can read', async () => {
    await host.must('cd /etc/odoo-module-builder && openssl verify -CAfile docker/ca.pem -purpose sslserver uat-gateway/cert.pem && cmp docker/n8n.pem uat-gateway/client.pem');
    // Its exit code hangs on the version.
    const certificate = async (check: string): Promise<string> => (await host.sh(`openssl x509 -noout ${check} -in /etc/odoo-module-builder/uat-gateway/cert.pem`)).out;
    expect(await certificate(`-checkhost uat.${hosts.address(10)}`)).toContain('does match');
    expect(await certificate(`-checkip ${hosts.address(10)}`)).toContain('does NOT match');
    const remapped = Number(/^dockremap:(\d+):/m.exec(await host.must('cat /etc/subuid'))?.[1]);
    expect(await host.must('stat -c "%u %a" /etc/odoo-module-builder/uat-gateway/key.pem')).toBe(`${remapped + 33} 400`);
  });

  it('changes nothing the second time', async () => {
    const state = (): Promise<string> => host.must('pidof dockerd; cd /etc && find odoo-module-builder docker systemd/system -type f -exec sha256sum {} + | sort');
    const before = await state();
    await install();
    expect(await state()).toBe(before);
  }, 2 * MINUTES);

  it('is the same after a reboot', async () => {
    await host.reboot();
    expect(await ping(n8n, OURS)).toEqual({ code: 0, out: 'OK' });
    expect((await ping(stranger, OURS)).code).toBe(28);
  }, 2 * MINUTES);

  it('refuses what it does not know before it changes anything', async () => {
    for (const [call, message] of [
      ['--role cloud', '--role is docker, n8n, client or local'], ['--role', '--role wants a value'], ['--role docker', 'wants --address'], ['--role docker --address 1.2.3.4 --n8n-address "1.2.3.4;drop"', 'is no IPv4 address'],
      ['--role docker --address 1.2.3.4 --n8n-address 1.2.3.5 --n8n-certificate /etc/hostname', 'wants --n8n-certificate'],
    ] as const) {
      const { code, out } = await host.sh(`sh /root/install-dependencies.sh ${call}`);
      expect([code, out]).toEqual([1, expect.stringContaining(message)]);
    }
  });
});
