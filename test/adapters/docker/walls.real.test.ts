import Docker from 'dockerode';
import { CORES_OF_WHO_GIVES_WAY, SANDBOX_PROFILE } from '../../../src/adapters/docker/profile.js';
import type { Sandbox, SandboxUser } from '../../../src/ports/sandbox.js';
import { containersOf } from '../../support/docker.js';
import { newSessionId, testHost } from '../../support/sandbox.js';

jest.setTimeout(60_000);

const USERS: readonly SandboxUser[] = ['odoo', 'postgres', 'browser', 'relay'];
const MIB = 1024 * 1024;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000) });
});
afterAll(() => sandbox?.destroy());

const shell = async (script: string, user: SandboxUser = 'odoo', timeoutMs = 30_000): Promise<string> => {
  const { stdout, stderr } = await sandbox.exec({ command: ['sh', '-c', script], user, timeoutMs });
  return `${stdout}${stderr}`.trim();
};
/** Quota and period, microseconds. */
const cores = async (): Promise<string[]> => (await shell('cat /sys/fs/cgroup/cpu.max 2>/dev/null || cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us')).split(/\s/);

describe('from inside of a sandbox', () => {
  test('there is no network interface but loopback, no route, and no address answers', async () => {
    expect(await shell('ls /sys/class/net')).toBe('lo');
    expect(await shell('tail -n +2 /proc/net/route; grep -v " lo$" /proc/net/ipv6_route')).toBe('');
    const reach = 'import socket, sys; s = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM if sys.argv[2] == "53" else socket.SOCK_STREAM); s.settimeout(3); s.connect((sys.argv[1], int(sys.argv[2])))';
    for (const [address, port] of [['192.0.2.1', '80'], ['172.17.0.1', '2375'], ['169.254.169.254', '80'], ['1.1.1.1', '53'], ['2001:db8::1', '443']] as const) {
      expect(await shell(`python3 -c '${reach}' ${address} ${port}`)).toMatch(/Network is unreachable|Cannot assign requested address/);
    }
    expect(await shell('python3 -c \'import socket; socket.getaddrinfo("example.com", 80)\'')).toMatch(/gaierror/);
  });

  test('nobody is root, and there is no capability and no way to a new privilege', async () => {
    expect(await shell('for p in /proc/[0-9]*; do grep -h "^Uid:" $p/status; done | tr -s "\\t " " " | cut -d " " -f 2-5 | sort -u | grep -w 0')).toBe('');
    for (const user of USERS) {
      expect(await shell('id -u', user)).toMatch(/^[1-9]\d+$/);
      const status = await shell('grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status | tr -s "\\t" " "', user);
      expect(status.split('\n')).toEqual([...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((set) => `${set}: 0000000000000000`), 'NoNewPrivs: 1', 'Seccomp: 2']);
    }
    expect(await shell('python3 -c "import os; os.setuid(0)"')).toMatch(/Operation not permitted/);
    expect(await shell('find / -xdev -perm -4000 -type f 2>/dev/null | while read file; do "$file" --version >/dev/null 2>&1; done; su root -c id </dev/null; mount -t tmpfs none /mnt; unshare -n true')).not.toMatch(/uid=0/);
  });

  test('the image cannot be written, by anybody, nor can devices of the machine be reached', async () => {
    for (const user of USERS) {
      const tried = await shell('for d in / /etc /usr/bin /usr/local/bin /opt/omb/mcp /usr/lib/python3/dist-packages/odoo /var/tmp /root; do touch $d/mine 2>&1; done; echo x > /usr/local/bin/omb-read', user);
      expect(tried.split('\n')).toHaveLength(9);
      for (const line of tried.split('\n')) expect(line).toMatch(/Read-only file system|Permission denied|Directory nonexistent/);
    }
    expect(await shell('ls /dev')).not.toMatch(/\b(sd|vd|nvme|loop|dm-|mem|kmsg|fuse|kvm)/);
    expect(await shell('echo 1 > /proc/sys/kernel/core_pattern; echo c > /proc/sysrq-trigger; cat /proc/kcore; echo 1 > /sys/fs/cgroup/cgroup.procs')).not.toMatch(/^$/);
  });

  test('what can be written is a tmpfs of its size, and a full one harms nobody else', async () => {
    const mounts = (await shell('cat /proc/mounts')).split('\n').map((line) => line.split(' '));
    for (const [path, options] of Object.entries(SANDBOX_PROFILE.Tmpfs)) {
      const mount = mounts.find(([, at]) => at === path);
      expect([path, mount?.[0]]).toEqual([path, 'tmpfs']);
      expect(mount?.[3]?.split(',')).toEqual(expect.arrayContaining(['rw', 'nosuid', 'nodev', `size=${Number(/size=(\d+)m/.exec(options)?.[1]) * 1024}k`]));
    }
    expect(await shell('head -c 300000000 /dev/zero > /tmp/fill')).toMatch(/No space left on device/);
    expect(await shell('stat -c %s /tmp/fill; rm /tmp/fill; echo fine > /home/odoo/mine && cat /home/odoo/mine')).toBe(`${256 * MIB}\nfine`);
  });

  test('a module’s files and its tests cannot be changed, moved, linked over or added to by Odoo’s user', async () => {
    await sandbox.putFiles('/mnt/modules/mine', [{ path: 'tests/test_acceptance.py', content: 'frozen' }], 'postgres');
    const tried = await shell('cd /mnt/modules; for d in "echo x > mine/tests/test_acceptance.py" "rm -rf mine/tests/test_acceptance.py" "mv mine/tests mine/gone" "ln -s /tmp/mine other" "echo x > mine/tests/test_more.py" "chmod -R 777 mine"; do sh -c "$d" && echo done; done');
    expect(tried).not.toMatch(/done/);
    expect(await shell('cat /mnt/modules/mine/tests/test_acceptance.py; ls /mnt/modules/mine /mnt/modules/mine/tests')).toBe('frozen/mnt/modules/mine:\ntests\n\n/mnt/modules/mine/tests:\ntest_acceptance.py');
  });

  test('memory, processes, cores, open files and the size of a file have the limits of the profile', async () => {
    const limit = (version2: string, version1: string): Promise<string> => shell(`cat /sys/fs/cgroup/${version2} 2>/dev/null || cat /sys/fs/cgroup/${version1}`);
    expect(await limit('memory.max', 'memory/memory.limit_in_bytes')).toBe(String(SANDBOX_PROFILE.Memory));
    expect(await limit('pids.max', 'pids/pids.max')).toBe(String(SANDBOX_PROFILE.PidsLimit));
    expect(await cores()).toEqual([String(SANDBOX_PROFILE.CpuQuota), String(SANDBOX_PROFILE.CpuPeriod)]);
    expect(await shell('ulimit -n; ulimit -Hn; ulimit -c; ulimit -f')).toBe(['8192', '8192', '0', String((512 * MIB) / 512)].join('\n'));
    expect(await shell('df -k /dev/shm | tail -1 | tr -s " " | cut -d " " -f 2')).toBe(String(SANDBOX_PROFILE.ShmSize / 1024));
  });

  test('a fork bomb is held at the limit of processes, and its sandbox can be removed', async () => {
    const host = testHost();
    const sessionId = newSessionId();
    const bombed = await host.open({ sessionId, purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000) });
    const bomb = bombed.exec({ command: ['python3', '-c', 'import os, time\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        time.sleep(1)'], user: 'browser', timeoutMs: 3000 });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { pids_stats: processes } = await new Docker().getContainer(bombed.id).stats({ stream: false });
    // What Docker itself brings in for an exec counts, and is let in.
    expect(Math.abs((processes?.current ?? 0) - SANDBOX_PROFILE.PidsLimit)).toBeLessThan(32);
    expect(await shell('echo the others go on')).toBe('the others go on');
    expect(await bomb).toMatchObject({ exitCode: null, timedOut: true });
    expect(await host.destroySession(sessionId)).toBe(1);
    expect(await containersOf(sessionId)).toEqual([]);
  });
});

test('the engine holds the very profile', async () => {
  const { HostConfig: held, Config } = await new Docker().getContainer(sandbox.id).inspect();
  // Docker writes mounts down in another way; test/security/docker-socket.real.test.ts looks at what they are.
  expect({ ...held, Mounts: SANDBOX_PROFILE.Mounts }).toMatchObject(SANDBOX_PROFILE);
  expect([held.CapAdd, held.Binds, held.PortBindings, held.Devices, held.PidMode, held.UsernsMode].filter((set) => Object.keys(set ?? {}).length > 0)).toEqual([]);
  expect([Config.User, Config.Healthcheck?.Test]).toEqual(['postgres', ['NONE']]);
});

test('the processor time that a sandbox takes is counted', async () => {
  const before = (await sandbox.load()).cpuMs;
  await shell('python3 -c "import time\nwhile time.process_time() < 1: pass"');
  const taken = (await sandbox.load()).cpuMs - before;
  expect(taken).toBeGreaterThan(900);
  expect(taken).toBeLessThan(10_000);
});

// Last: it stays so.
test('a sandbox that gives way has one core from then on, and an eighth of what its neighbours get', async () => {
  await sandbox.giveWay();
  expect(await cores()).toEqual([String(CORES_OF_WHO_GIVES_WAY.CpuQuota), String(SANDBOX_PROFILE.CpuPeriod)]);
  const { HostConfig: held } = await new Docker().getContainer(sandbox.id).inspect();
  expect(held).toMatchObject(CORES_OF_WHO_GIVES_WAY);
});
