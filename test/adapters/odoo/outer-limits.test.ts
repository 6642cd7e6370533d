import { setTimeout as sleep } from 'node:timers/promises';
import { withOuterLimits } from '../../../src/adapters/odoo/outer-limits.js';
import type { Sandbox } from '../../../src/ports/sandbox.js';
import { FakeSandboxHost } from '../../fakes/sandbox-host.js';

const ENDED = { exitCode: 137, outOfProcesses: false, outOfDisk: false };

/** One that is full of processes, and takes `lookMs` to say so. */
async function full(lookMs = 0): Promise<{ readonly host: FakeSandboxHost; readonly sandbox: Sandbox }> {
  const host = new FakeSandboxHost();
  const open = await host.open({ sessionId: 'full', purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 60_000) });
  return { host, sandbox: { ...open, isFullOfProcesses: () => sleep(lookMs, true) } };
}

test('a run whose sandbox was ended for its processes is told as that, also when its command seems to have ended by itself', async () => {
  const { host, sandbox } = await full();
  expect(await withOuterLimits(sandbox, undefined, () => sleep(3500, ENDED))).toMatchObject({ exitCode: null, outOfProcesses: true, outOfDisk: false });
  expect(host.open_.size).toBe(0);
});

test('a run that ends before the last look is what it is, and keeps its sandbox', async () => {
  const { host, sandbox } = await full(300);
  expect(await withOuterLimits(sandbox, undefined, () => sleep(3150, ENDED))).toBe(ENDED);
  await sleep(300);
  expect(host.open_.size).toBe(1);
});
