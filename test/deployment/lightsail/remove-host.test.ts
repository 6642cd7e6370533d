import { deploy, endpoint, lightsail } from './lightsail.js';

const ME = { who: 'kim@desk', pid: 1 };
const names = (): readonly string[] => Object.keys(endpoint.holds.instances);

/** What a call did, in order. */
async function removed(docker: string, drain: () => Promise<void> = async () => undefined): Promise<readonly string[]> {
  const did: string[] = [];
  const { deploy: call } = deploy({}, ME, () => false, async (n8n, hosts) => void did.push(`install ${[n8n, ...hosts].map(({ access }) => access.name).join()} while ${names().join()}`));
  await call.removeHost(docker, async (n8n, address) => {
    did.push(`drain ${String(endpoint.holds.instances[docker]?.['privateIpAddress'] === address)} on ${n8n.name}`);
    await drain();
  });
  return did;
}

beforeEach(async () => {
  await lightsail();
  await deploy().deploy.apply();
});

test('the host gives its work away, then the n8n host forgets it, then it goes', async () => {
  expect(await removed('omb-docker-1')).toEqual(['drain true on omb-n8n', 'install omb-n8n,omb-docker-2 while omb-n8n,omb-docker-1,omb-docker-2']);
  expect(names()).toEqual(['omb-n8n', 'omb-docker-2']);
});

test('cut off while it waits, the host stays, and the next call goes on', async () => {
  await expect(removed('omb-docker-2', () => Promise.reject(new Error('The connection was cut')))).rejects.toThrow('The connection was cut');
  expect(names()).toContain('omb-docker-2');
  await removed('omb-docker-2');
  expect(names()).toEqual(['omb-n8n', 'omb-docker-1']);
});

test('with machines only, nobody is asked', async () => {
  await deploy().deploy.removeHost('omb-docker-1', () => Promise.reject(new Error('not to be called')));
  expect(names()).toEqual(['omb-n8n', 'omb-docker-2']);
});
