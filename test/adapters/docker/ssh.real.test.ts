import { DockerSandboxHost } from '../../../src/adapters/docker/host.js';
import { openMcpBrowser } from '../../../src/adapters/mcp/browser.js';
import { SandboxModuleTester } from '../../../src/adapters/odoo/module-tester.js';
import { systemClock } from '../../../src/adapters/system-clock.js';
import { CHECK_NAMES } from '../../../src/domain/check.js';
import { testImages } from '../../support/images.js';
import { miniModule } from '../../support/mini-module.js';
import { newSessionId } from '../../support/sandbox.js';
import { SshDoor } from '../../support/ssh-door.js';

test('on a Docker host that is reached by SSH a module is tested with every check, pages too, and nothing of it is left', async () => {
  const door = await SshDoor.listen('docker');
  const { port, privateKey, hostKey } = door;
  const host = new DockerSandboxHost({ name: 'far', installation: `ssh-${process.pid}`, connection: { kind: 'ssh', host: '127.0.0.1', port, username: 'docker', privateKey, hostKey }, image: testImages().sandbox, uatSocketRoot: '/tmp', clock: systemClock });
  try {
    const sandbox = await host.open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000) });
    try {
      const { observation, screenshots } = await new SandboxModuleTester(openMcpBrowser).test(sandbox, { module: 'mini', files: miniModule(), checks: new Set(CHECK_NAMES), access: [], timeoutMs: 120_000 });
      expect(observation).toMatchObject({ state: 'installed', exitCode: 0 });
      expect(screenshots.map(({ title }) => title)).toEqual(['Books (list)', 'Books (form)']);
      expect(observation.look?.tried.filter(({ status }) => status === 'red')).toEqual([]);
    } finally {
      await sandbox.destroy();
    }
    expect(await host.list()).toEqual([]);
  } finally {
    await door.close();
  }
}, 300_000);
