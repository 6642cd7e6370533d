import type { Json } from '../../fakes/lightsail/region.js';
import { deploy, endpoint, instanceOf, lightsail, standing } from './lightsail.js';

describe('destroy', () => {
  it('leaves nothing of the project and all of the others', async () => {
    await lightsail({ lag: 3 });
    const others = {
      instances: {
        'other-n8n': instanceOf('other-n8n', [{ key: 'odoo-module-builder', value: 'other' }]),
      },
      staticIps: {
        'other-ip': {
          name: 'other-ip',
          ipAddress: '192.0.2.1',
          isAttached: false,
        },
      },
      keyPairs: { other: { name: 'other' } },
      snapshots: { mine: snapshotOf('mine', 'other') },
    };
    Object.assign(endpoint.holds.instances, others.instances);
    Object.assign(endpoint.holds.staticIps, others.staticIps);
    Object.assign(endpoint.holds.keyPairs, others.keyPairs);
    Object.assign(endpoint.holds.snapshots, others.snapshots);
    await deploy().deploy.apply();
    endpoint.holds.snapshots['before-update'] = snapshotOf('before-update', 'omb');
    const { deploy: destroyed, lines } = deploy();
    await destroyed.destroy();
    expect(standing()).toEqual({
      ...others,
      instances: {
        'other-n8n': {
          ...others.instances['other-n8n'],
          state: { code: 16, name: 'running' },
        },
      },
    });
    expect(lines.at(-1)).toMatch(/nothing is left\.$/);
  });

  it.each([1, 2, 3, 4, 5, 6, 7].flatMap((change) => (['before', 'after'] as const).map((moment) => [moment, change] as const)))('killed %s change %i goes on', async (moment, change) => {
    await lightsail({ lag: 3 });
    await deploy().deploy.apply();
    endpoint.dieAt(change, moment);
    await expect(deploy().deploy.destroy()).rejects.toThrow();
    endpoint.revive();
    await deploy({}, { who: 'kim@desk', pid: 2 }).deploy.destroy();
    expect(standing()).toEqual({
      instances: {},
      staticIps: {},
      keyPairs: {},
      snapshots: {},
    });
  });
});

function snapshotOf(name: string, project: string): Json {
  return {
    name,
    tags: [{ key: 'odoo-module-builder', value: project }],
    state: 'available',
  };
}
