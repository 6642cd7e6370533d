import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemoteError, RemoteHost, type HostAccess } from '../../../deployment/hosts/remote-host.js';
import { ensureKey } from '../../../deployment/lightsail/key-pair.js';
import type { HostKey } from '../../fakes/lightsail/machines.js';
import { DebianMachines } from '../host/debian-machines.js';

describe('a host over SSH', () => {
  let machines: DebianMachines;
  let folder: string;
  let access: HostAccess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'omb ssh '));
    machines = await DebianMachines.start('ssh');
    const { publicIp } = machines.create('one', (await ensureKey(folder)).line);
    machines.open('one', [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: [`${machines.operator}/32`] }]);
    await machines.host('one');
    access = { name: 'one', address: publicIp, username: 'admin', hostKeys: machines.hostKeys('one') };
  }, 10 * 60_000);
  afterAll(async () => {
    await machines?.end();
    await rm(folder, { recursive: true });
  });

  it('runs scripts as root, whatever stands in them, and hands standard input over as it is', async () => {
    const host = await RemoteHost.at(access, folder);
    await host.untilAnswering();
    expect(await host.run(`id -u; printf '%s\\n' "it's $((1 + 1))"`)).toBe("0\nit's 2");
    const secret = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    await host.run('umask 077; cat >/root/secret', { input: secret });
    expect(await host.run('stat -c %a /root/secret; base64 -w0 /root/secret')).toBe(`600\n${secret.toString('base64')}`);
  });

  it('tells the last lines and the code of what fails', async () => {
    const host = await RemoteHost.at(access, folder);
    const failure: unknown = await host.run('echo began; echo broken >&2; exit 7').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RemoteError);
    expect(failure).toMatchObject({ code: 7, lastLines: expect.arrayContaining(['began', 'broken']) });
  });

  it('does not speak to a host that shows another key than Lightsail has seen, or none', async () => {
    const other: HostKey = { algorithm: 'ssh-ed25519', publicKey: 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f' };
    const impostor = await RemoteHost.at({ ...access, hostKeys: [other] }, folder);
    await expect(impostor.run('touch /root/was-here')).rejects.toThrow(/host key verification failed|no matching|HOST IDENTIFICATION HAS CHANGED/i);
    await expect(RemoteHost.at({ ...access, hostKeys: [] }, folder)).rejects.toThrow(/SSH keys of one yet/);
    expect(await (await machines.host('one')).must('ls /root')).not.toContain('was-here');
  });
});
