import { setTimeout as sleep } from 'node:timers/promises';
import { GIVE_WAY_CPU_MS } from '../../../src/adapters/odoo/load-limits.js';
import { withOuterLimits } from '../../../src/adapters/odoo/outer-limits.js';
import type { Sandbox } from '../../../src/ports/sandbox.js';
import { FakeSandboxHost } from '../../fakes/sandbox-host.js';

const ENDED = { exitCode: 137, outOfProcesses: false, outOfDisk: false };

interface Open {
  readonly host: FakeSandboxHost;
  readonly sandbox: Sandbox;
}

async function withLoad(load: Sandbox['load'], more: Partial<Sandbox> = {}): Promise<Open> {
  const host = new FakeSandboxHost();
  const open = await host.open({ sessionId: 'loaded', purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + 60_000) });
  return { host, sandbox: { ...open, ...more, load } };
}

/** One that is full of processes, and takes `lookMs` to say so. */
const full = (lookMs = 0): Promise<Open> => withLoad(() => sleep(lookMs, { isFullOfProcesses: true, cpuMs: 0 }));

/** How often one was told to give way that gets so much more processor time in each look; so often it cannot be told. */
async function waysGiven(cpuMs: number, failures = 0): Promise<number> {
  let [looks, told] = [0, 0];
  const giveWay = async (): Promise<void> => {
    told += 1;
    if (told <= failures) throw new Error('the engine is busy');
  };
  const { sandbox } = await withLoad(async () => ({ isFullOfProcesses: false, cpuMs: 9_000_000 + cpuMs * (looks += 1) }), { giveWay });
  await withOuterLimits(sandbox, undefined, () => sleep(5500, ENDED));
  return told;
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

test('a run that takes much processor time gives way to others, once; what its sandbox took before, and how long it lasts, count for nothing', async () => {
  expect(await Promise.all([waysGiven(GIVE_WAY_CPU_MS / 2), waysGiven(GIVE_WAY_CPU_MS / 10)])).toEqual([1, 0]);
});

test('one that could not be told to give way is told again', async () => {
  expect(await waysGiven(GIVE_WAY_CPU_MS, 1)).toBe(2);
});
