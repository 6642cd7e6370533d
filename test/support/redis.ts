import Docker from 'dockerode';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TestRedis {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A Redis of its own in a container of our image, on a free port of this machine's loopback. */
export async function testRedis(): Promise<TestRedis> {
  const { redis: image } = JSON.parse(process.env['OMB_TEST_IMAGES'] ?? '{}') as { redis?: string };
  if (image === undefined) throw new Error('OMB_TEST_IMAGES names no Redis image: run these tests by npm test');
  const container = await new Docker().createContainer({
    Image: image,
    Labels: { 'io.odoo-module-builder.role': 'test-redis' },
    ExposedPorts: { '6379/tcp': {} },
    HostConfig: { PortBindings: { '6379/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }, AutoRemove: true },
  });
  await container.start();
  for (let tries = 0; tries < 100; tries += 1) {
    const { State, NetworkSettings } = await container.inspect();
    const port = Number(NetworkSettings.Ports['6379/tcp']?.[0]?.HostPort);
    if (State.Health?.Status === 'healthy') return { host: '127.0.0.1', port, stop: async () => void (await container.stop({ t: 1 })) };
    await sleep(100);
  }
  await container.stop({ t: 1 });
  throw new Error('Redis did not become healthy');
}
