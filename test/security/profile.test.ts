import { SANDBOX_PROFILE } from '../../src/adapters/docker/profile.js';
import { readmeProfile } from '../support/sandbox-readme.js';

const MIB = 1024 * 1024;

test('a sandbox has no network, a read-only root, no capability and no way to a new privilege', () => {
  expect(SANDBOX_PROFILE).toMatchObject({ NetworkMode: 'none', ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], Privileged: false });
  for (const key of ['CapAdd', 'Binds', 'Devices', 'PidMode', 'IpcMode', 'UsernsMode', 'VolumesFrom', 'PortBindings', 'ExtraHosts', 'Links', 'GroupAdd']) expect(SANDBOX_PROFILE).not.toHaveProperty(key);
  expect(SANDBOX_PROFILE.Mounts).toEqual([{ Type: 'volume', Source: '', Target: '/var/lib/postgresql/data' }]);
});

test('memory, swap, processes, files, cores and every tmpfs of a sandbox have a limit', () => {
  expect(SANDBOX_PROFILE).toMatchObject({ Memory: 1536 * MIB, MemorySwap: SANDBOX_PROFILE.Memory, PidsLimit: 512, CpuPeriod: 100_000, CpuQuota: 200_000, RestartPolicy: { Name: 'no' }, AutoRemove: true });
  expect(SANDBOX_PROFILE.Ulimits.map(({ Name, Hard }) => [Name, Hard])).toEqual([['nofile', 8192], ['core', 0], ['fsize', 512 * MIB]]);
  for (const options of Object.values(SANDBOX_PROFILE.Tmpfs)) expect(options).toMatch(/(^|,)size=\d+m$/);
  expect(SANDBOX_PROFILE.LogConfig.Config).toEqual({ 'max-size': '4m', 'max-file': '1' });
});

test('the command line in deployment/sandbox/README.md is this very profile', () => {
  const p = SANDBOX_PROFILE;
  const command = [
    '--rm', '--network', p.NetworkMode, '--read-only', '--cap-drop', ...p.CapDrop, '--security-opt', ...p.SecurityOpt,
    '--pids-limit', String(p.PidsLimit), '--memory', `${p.Memory / MIB}m`, '--memory-swap', `${p.MemorySwap / MIB}m`, '--shm-size', `${p.ShmSize / MIB}m`, '--cpu-period', String(p.CpuPeriod), '--cpu-quota', String(p.CpuQuota),
    '--oom-score-adj', String(p.OomScoreAdj), ...p.Ulimits.flatMap(({ Name, Soft, Hard }) => ['--ulimit', `${Name}=${Soft}:${Hard}`]),
    '--log-driver', p.LogConfig.Type, ...Object.entries(p.LogConfig.Config).flatMap(([key, value]) => ['--log-opt', `${key}=${value}`]),
    ...p.Mounts.flatMap(({ Type, Target }) => ['--mount', `type=${Type},dst=${Target}`]), ...Object.entries(p.Tmpfs).flatMap(([path, options]) => ['--tmpfs', `${path}:${options}`]),
  ];
  expect(readmeProfile()).toEqual(command);
});
