import { KEY } from './deployed.js';
import { deploy, endpoint, instanceOf, lightsail, standing } from './lightsail.js';

const ports = (name: string): string[] =>
  (
    endpoint.holds.instances[name]?.['networking'] as {
      readonly ports: readonly {
        readonly fromPort: number;
        readonly cidrs: readonly string[];
      }[];
    }
  ).ports.map(({ fromPort, cidrs }) => `${fromPort} from ${cidrs.join()}`);

describe('apply', () => {
  it('makes all of it from nothing, and closes what is not wanted', async () => {
    await lightsail({ lag: 3 });
    await deploy().deploy.apply();
    const { instances, staticIps, keyPairs } = endpoint.holds;
    expect(Object.keys(instances)).toEqual(['omb-n8n', 'omb-docker-1', 'omb-docker-2']);
    expect(instances['omb-n8n']).toMatchObject({
      blueprintId: 'debian_13',
      bundleId: 'large_3_0',
      sshKeyName: `omb-${KEY.id}`,
      addOns: [{ name: 'AutoSnapshot', snapshotTimeOfDay: '03:00' }],
      tags: [
        { key: 'odoo-module-builder', value: 'omb' },
        { key: 'role', value: 'n8n' },
      ],
    });
    expect(instances['omb-docker-1']).toMatchObject({
      bundleId: 'medium_3_0',
      addOns: [],
    });
    expect(staticIps).toEqual({
      'omb-ip': expect.objectContaining({
        isAttached: true,
        attachedTo: 'omb-n8n',
      }),
    });
    expect(Object.keys(keyPairs)).toEqual([`omb-${KEY.id}`]);
    expect(ports('omb-n8n')).toEqual(['22 from 203.0.113.7/32', '80 from 0.0.0.0/0', '443 from 0.0.0.0/0', '5678 from 203.0.113.7/32', '8501 from 0.0.0.0/0']);
    expect(ports('omb-docker-2')).toEqual(['22 from 203.0.113.7/32', `2376 from ${String(instances['omb-n8n']?.['privateIpAddress'])}/32`]);
  });

  it('changes nothing the second time', async () => {
    await lightsail({ lag: 3 });
    await deploy().deploy.apply();
    const [before, changes] = [standing(), endpoint.changed.length];
    const { deploy: again, lines } = deploy();
    await again.apply();
    expect(endpoint.changed.length).toBe(changes);
    expect(standing()).toEqual(before);
    expect(lines.join('\n')).toContain('nothing to make, nothing to change');
  });

  it('mends a firewall that somebody opened, and that alone', async () => {
    await lightsail();
    await deploy().deploy.apply();
    const before = standing();
    const { 'omb-docker-1': host } = endpoint.holds.instances;
    endpoint.holds.instances['omb-docker-1'] = {
      ...host,
      networking: {
        ports: [
          {
            fromPort: 0,
            toPort: 65535,
            protocol: 'tcp',
            cidrs: ['0.0.0.0/0'],
            ipv6Cidrs: [],
          },
        ],
      },
    };
    endpoint.calls.length = 0;
    await deploy().deploy.apply();
    expect(endpoint.changed).toEqual(['CreateKeyPair', 'PutInstancePublicPorts', 'DeleteKeyPair']);
    expect(standing()).toEqual(before);
  });

  it('leaves instances as they are when the configuration wants others', async () => {
    await lightsail();
    await deploy().deploy.apply();
    const before = standing();
    const { deploy: larger, lines } = deploy({ N8N_MEMORY_GB: '16' });
    await larger.apply();
    expect(standing()).toEqual(before);
    expect(lines.join('\n')).toContain('omb-n8n keeps its size large_3_0; the configuration says xlarge_3_0');
  });

  it('makes one host more, and never one less', async () => {
    await lightsail();
    await deploy().deploy.apply();
    await deploy({ DOCKER_HOSTS: '3' }).deploy.apply();
    expect(Object.keys(endpoint.holds.instances)).toContain('omb-docker-3');
    await deploy({ DOCKER_HOSTS: '1' }).deploy.apply();
    expect(Object.keys(endpoint.holds.instances)).toHaveLength(4);
  });

  it('takes the place of a host that was removed from the middle', async () => {
    await lightsail({ lag: 2 });
    await deploy().deploy.apply();
    await deploy().deploy.removeHost('omb-docker-1', async () => undefined);
    await deploy({ DOCKER_HOSTS: '1' }).deploy.apply();
    expect(Object.keys(endpoint.holds.instances)).toEqual(['omb-n8n', 'omb-docker-2']);
    await deploy().deploy.apply();
    expect(Object.keys(endpoint.holds.instances)).toEqual(['omb-n8n', 'omb-docker-2', 'omb-docker-1']);
  });

  it('touches no instance that another made under a name of ours', async () => {
    await lightsail();
    endpoint.holds.instances['omb-n8n'] = instanceOf('omb-n8n', []);
    await expect(deploy().deploy.apply()).rejects.toThrow('somebody else made it');
    expect(endpoint.changed).toEqual([]);
  });

  it.each([
    [['debian_12', 'ubuntu_24_04'], 'debian_12'],
    [['ubuntu_24_04', 'windows_2022'], 'ubuntu_24_04'],
  ])('takes what the region offers of systems: of %j %s', async (blueprints, chosen) => {
    await lightsail({ blueprints });
    await deploy().deploy.apply();
    expect(endpoint.holds.instances['omb-n8n']).toMatchObject({
      blueprintId: chosen,
    });
  });

  it('says what Lightsail says when it refuses for good, and gives the lock back', async () => {
    await lightsail();
    for (const name of ['ip-1', 'ip-2', 'ip-3', 'ip-4', 'ip-5'])
      endpoint.holds.staticIps[name] = {
        name,
        ipAddress: '192.0.2.1',
        isAttached: false,
      };
    await expect(deploy().deploy.apply()).rejects.toThrow(/take the static address omb-ip.*maximum number of static IPs/);
    expect(endpoint.holds.keyPairs).not.toHaveProperty('omb-lock');
  });
});

describe('plan', () => {
  it('says what is made, what it costs and what the quota leaves, and changes nothing', async () => {
    await lightsail();
    const { deploy: planned, lines } = deploy();
    await planned.plan();
    expect(endpoint.changed).toEqual([]);
    expect(lines.join('\n').split('\n')).toEqual([
      'omb in eu-central-1',
      '',
      '     what          becomes',
      '  +  omb-0123abcd  SSH key, its public half from this machine',
      '  +  omb-ip        static address',
      '  +  omb-n8n       n8n host, debian_13, large_3_0 (8 GB, 2 CPU, 160 GB disk) at $44.00, eu-central-1a',
      '  +  omb-docker-1  Docker host, debian_13, medium_3_0 (4 GB, 2 CPU, 80 GB disk) at $24.00, eu-central-1a',
      '  +  omb-docker-2  Docker host, debian_13, medium_3_0 (4 GB, 2 CPU, 80 GB disk) at $24.00, eu-central-1a',
      '  ~  omb-ip        address of omb-n8n',
      '  ~  omb-n8n       firewall: 22 and 5678 from 203.0.113.7/32; 80 and 443 and 8501-8644 from anywhere',
      '  ~  omb-n8n       a snapshot each day at 3:00 UTC',
      '  ~  omb-docker-1  firewall: SSH from the operator, Docker from omb-n8n',
      '  ~  omb-docker-2  firewall: SSH from the operator, Docker from omb-n8n',
      '',
      '  names    no DOMAIN, so the editor is at the address, for operators alone, and browsers warn of it; live Odoos have its ports 8501 to 8644, for trying out: browsers warn, and no frame shows them',
      '  cost     $92.00 a month, now $0.00 (list prices of the instances; snapshots and traffic beyond the bundles come on top)',
      "  quota    3 of 20 instances, 1 of 5 static addresses (of the whole region; AWS's defaults)",
      '',
      'Nothing was changed. ./deploy.sh does it.',
    ]);
  });

  it('counts what others have in the region against the quota', async () => {
    await lightsail();
    for (let n = 0; n < 18; n += 1) endpoint.holds.instances[`other-${n}`] = instanceOf(`other-${n}`, []);
    const { deploy: planned, lines } = deploy();
    await planned.plan();
    expect(lines.join('\n')).toContain('21 of 20 instances (more than AWS gives unasked: have it raised first)');
  });
});

describe('a run that is killed', () => {
  // Lock, key, address, three instances, address given, three firewalls, snapshots, unlock.
  const CHANGES = 12;
  const killed = Array.from({ length: CHANGES }, (_, index) => index + 1).flatMap((change) => (['before', 'after'] as const).map((moment) => [moment, change] as const));

  it('counts the changes of a whole run', async () => {
    await lightsail();
    await deploy().deploy.apply();
    expect(endpoint.changed).toHaveLength(CHANGES);
  });

  it.each(killed)('%s change %i and run again ends as one that was not', async (moment, change) => {
    await lightsail({ lag: 4 });
    await deploy().deploy.apply();
    const whole = standing();
    await endpoint.stop();
    expect(endpoint.wrong).toEqual([]);

    await lightsail({ lag: 4 });
    endpoint.dieAt(change, moment);
    await expect(deploy({}, { who: 'kim@desk', pid: 1 }).deploy.apply()).rejects.toThrow();
    endpoint.revive();
    await deploy({}, { who: 'kim@desk', pid: 2 }, (pid) => pid !== 1).deploy.apply();
    const { keyPairs, ...rest } = endpoint.holds;
    if (moment === 'before' && change === CHANGES) expect(keyPairs).toHaveProperty('omb-lock');
    delete keyPairs['omb-lock'];
    expect({ ...rest, keyPairs }).toEqual(whole);
  });
});

describe('throttling', () => {
  it('is waited out, and said', async () => {
    await lightsail();
    endpoint.throttle(9);
    const { deploy: slow, lines } = deploy();
    await slow.apply();
    expect(Object.keys(endpoint.holds.instances)).toHaveLength(3);
    expect(lines).toContain('AWS says that these are too many requests; waiting');
  });

  it('that does not end is told', async () => {
    await lightsail();
    endpoint.throttle(1_000_000);
    await expect(deploy().deploy.apply()).rejects.toThrow('Rate exceeded');
  });
});

describe('the lock', () => {
  it('of another says who, since when and why, and nothing is changed', async () => {
    await lightsail({ lag: 3 });
    const [first] = [deploy({}, { who: 'lee@laptop', pid: 77 })];
    await first.lock.hold('apply', async () => {
      await expect(deploy().deploy.apply()).rejects.toThrow(
        /^lee@laptop \(process 77\) has worked on this deployment since 20\d\d-.*: apply\. Wait for that, or, if it has died there: \.\/deploy\.sh unlock$/,
      );
    });
    expect(endpoint.changed).toEqual(['CreateKeyPair', 'CreateKeyPair', 'DeleteKeyPair']);
  });

  it('of a living process of this machine is respected, of a dead one taken over', async () => {
    await lightsail();
    await deploy({}, { who: 'kim@desk', pid: 77 }).lock.hold('apply', async () => {
      await expect(deploy({}, { who: 'kim@desk', pid: 78 }, () => true).deploy.apply()).rejects.toThrow('kim@desk (process 77)');
      await deploy({}, { who: 'kim@desk', pid: 78 }, (pid) => pid !== 77).deploy.apply();
    });
    expect(Object.keys(endpoint.holds.instances)).toHaveLength(3);
  });

  it('is given back by unlock, whoever has it', async () => {
    await lightsail();
    await expect(deploy({}, { who: 'lee@laptop', pid: 77 }).lock.hold('apply', () => deploy().lock.release())).resolves.toBeUndefined();
    expect(await deploy().lock.held()).toBeNull();
  });
});

test('no secret is in what Lightsail is sent, nor in what the operator is told', async () => {
  await lightsail();
  const { deploy: all, lines } = deploy();
  await all.plan();
  await all.apply();
  await all.destroy();
  expect(endpoint.calls.length).toBeGreaterThan(20);
  expect([...endpoint.calls.map(({ raw }) => raw), ...lines].filter((text) => text.includes('canary'))).toEqual([]);
  expect(endpoint.calls.filter(({ input }) => 'userData' in input)).toEqual([]);
});
