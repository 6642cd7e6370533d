import Docker from 'dockerode';
import { newSessionId, testHost } from '../../support/sandbox.js';

jest.setTimeout(300_000);

const open = async (apps: readonly string[], said: string[] = []) =>
  testHost().open({ sessionId: newSessionId(), purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 600_000), apps, progress: (message) => said.push(message) });

test('a sandbox for apps has them installed in its templates; two who want it at once make it once, and it is found afterwards', async () => {
  const [first, second] = [['contacts'], ['contacts', 'contacts']];
  const sandboxes = await Promise.all([open(first), open(second)]);
  try {
    expect(new Set(sandboxes.map(({ image }) => image)).size).toBe(1);
    for (const sandbox of sandboxes) {
      const told = await sandbox.exec({ command: ['cat', '/etc/omb/sandbox.json'], user: 'odoo', timeoutMs: 10_000 });
      const { templates } = JSON.parse(told.stdout) as { templates: Record<string, string[]> };
      for (const modules of Object.values(templates)) expect(modules).toContain('contacts');
    }
    const [sandbox] = sandboxes;
    expect((await sandbox!.exec({ command: ['omb-clone', 'tpl_base', 'work'], user: 'postgres', timeoutMs: 30_000 })).exitCode).toBe(0);
    const state = await sandbox!.exec({ command: ['omb-read', 'work', "SELECT state FROM public.ir_module_module WHERE name = 'contacts'"], user: 'postgres', timeoutMs: 10_000 });
    expect(state.stdout.trim()).toBe('[{"state":"installed"}]');
    expect((await sandbox!.exec({ command: ['psql', '-d', 'tpl_base', '-c', 'SELECT 1'], user: 'odoo', timeoutMs: 10_000 })).stderr).toMatch(/not currently accepting connections|Read-only file system/);
    // The walls are those of every sandbox, and the builder is gone.
    const { HostConfig } = await new Docker().getContainer(sandbox!.id).inspect();
    expect([HostConfig.NetworkMode, HostConfig.ReadonlyRootfs, HostConfig.CapDrop]).toEqual(['none', true, ['ALL']]);
    const builders = await new Docker().listContainers({ all: true, filters: { label: ['io.odoo-module-builder.role=app-template-builder'] } });
    expect(builders.map(({ Command }) => Command).filter((command) => / contacts$/.test(command))).toEqual([]);
  } finally {
    await Promise.all(sandboxes.map((sandbox) => sandbox.destroy()));
  }
  const said: string[] = [];
  const again = await open(['contacts'], said);
  await again.destroy();
  expect([again.image === sandboxes[0]?.image, said]).toEqual([true, []]);
});

test('an app that this Odoo has not leaves it to the installation to say so', async () => {
  const [plain, unknown] = await Promise.all([open([]), open(['no_such_app'])]);
  await Promise.all([plain.destroy(), unknown.destroy()]);
  expect(unknown.image).toBe(plain.image);
});
