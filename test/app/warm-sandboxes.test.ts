import { WarmSandboxes } from '../../src/app/warm-sandboxes.js';
import { createLog } from '../../src/log.js';
import { CHECK_NAMES, type CheckName } from '../../src/domain/check.js';
import type { ModuleTester, ReadySandbox } from '../../src/ports/module-tester.js';
import type { PoolLease, SandboxPool } from '../../src/ports/sandbox.js';
import { FakeClock } from '../fakes/clock.js';
import { FakeSandboxHost } from '../fakes/sandbox-host.js';

const clock = new FakeClock();
const TEST_MS = 600_000;

class Warming implements ModuleTester {
  /** Ids of sandboxes whose Odoo has ended. */
  readonly dead = new Set<string>();
  fails = false;
  async warm(sandbox: ReadySandbox['sandbox']): Promise<ReadySandbox> {
    if (this.fails) throw new Error('no Odoo today');
    return { sandbox, isReady: () => !this.dead.has(sandbox.id), test: () => Promise.reject(new Error('not part of this test')) };
  }
  test(): Promise<never> {
    return Promise.reject(new Error('not part of this test'));
  }
  testMutants(): Promise<never> {
    return this.test();
  }
}

function kept({ size = 1, checks = CHECK_NAMES }: { size?: number; checks?: readonly CheckName[] } = {}) {
  const host = new FakeSandboxHost('a');
  const tester = new Warming();
  const said = new Set<string>();
  const pool = {
    hosts: [host],
    keepWarm: async (_host: string, ids: readonly string[]) => ids.forEach((id) => said.add(id)),
    forgetWarm: async (id: string) => void said.delete(id),
  } as unknown as SandboxPool;
  const warm = new WarmSandboxes(pool, tester, { size, checks: new Set(checks), testMs: TEST_MS }, clock, createLog('silent'));
  const lease = (sessionId: string): PoolLease => ({ leaseId: '1', sessionId, purpose: 'test', host, fence: 1, expiresAt: new Date(clock.now().getTime() + TEST_MS), stillHeld: async () => undefined });
  /** The sandboxes that are there: by their session, null of a warm one, with their apps. */
  const there = () => [...host.open_.values()].map(({ sessionId, apps }) => [sessionId, (apps ?? []).join(',')]);
  return { host, tester, warm, said, lease, there };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const NONE = new Set<CheckName>();
const open: WarmSandboxes[] = [];
afterEach(() => Promise.all(open.splice(0).map((warm) => warm.close())));

function started(options?: Parameters<typeof kept>[0]) {
  const all = kept(options);
  open.push(all.warm);
  all.warm.start();
  return all;
}

test('as many sandboxes wait as configured, and their process says so', async () => {
  const { there, said } = started({ size: 1 });
  await settled();
  expect([there(), said.size]).toEqual([[[null, '']], 1]);
});

test('none are made where none are wanted', async () => {
  const { there } = started({ size: 0 });
  await settled();
  expect(there()).toEqual([]);
});

test('the session that takes one owns it, and another is made when its test is over, not before', async () => {
  const { warm, host, lease, there, said } = started();
  await settled();
  await warm.while(host, [], async () => {
    const ready = await warm.take(lease('one'), [], NONE);
    expect(ready).not.toBeNull();
    await settled();
    expect([there(), said.size]).toEqual([[['one', '']], 0]);
    await ready?.sandbox.destroy();
  });
  await settled();
  expect(there()).toEqual([[null, '']]);
});

test('one that is being made is waited for; a second session finds none', async () => {
  const { warm, lease } = started();
  const [first, second] = await Promise.all([settled().then(() => warm.take(lease('one'), [], NONE)), settled().then(() => warm.take(lease('two'), [], NONE))]);
  expect([first === null, second === null].toSorted()).toEqual([false, true]);
});

test('one whose Odoo has ended, or which somebody removed, is not given away', async () => {
  const ended = started();
  await settled();
  for (const id of ended.host.open_.keys()) ended.tester.dead.add(id);
  expect(await ended.warm.take(ended.lease('one'), [], NONE)).toBeNull();
  expect(ended.there()).toEqual([]);
  const removed = started();
  await settled();
  removed.host.open_.clear();
  expect(await removed.warm.take(removed.lease('one'), [], NONE)).toBeNull();
});

test('a test that asks for a check which it is not made ready for starts its own', async () => {
  const { warm, lease } = started({ checks: ['views'] });
  await settled();
  expect(await warm.take(lease('one'), [], new Set(['pages'] as const))).toBeNull();
  expect(await warm.take(lease('one'), [], new Set(['views'] as const))).not.toBeNull();
});

test('a module finds one with its own apps only, and those tested last are made next', async () => {
  const { warm, host, lease, there } = started();
  await settled();
  await warm.while(host, ['sale', 'account'], async () => expect(await warm.take(lease('one'), ['sale', 'account'], NONE)).toBeNull());
  await settled();
  expect(there()).toEqual([[null, 'account,sale']]);
  expect(await warm.take(lease('two'), ['account', 'sale'], NONE)).not.toBeNull();
});

test('a host that can make none is left alone for a minute, and nothing is left behind', async () => {
  const { warm, host, tester, there } = kept();
  open.push(warm);
  tester.fails = true;
  warm.start();
  await settled();
  tester.fails = false;
  await warm.while(host, [], async () => undefined);
  await settled();
  expect(there()).toEqual([]);
  clock.advance(61_000);
  await warm.while(host, [], async () => undefined);
  await settled();
  expect(there()).toEqual([[null, '']]);
});

test('one that has waited for half an hour is made anew', async () => {
  const { warm, host } = started();
  await settled();
  const [old] = [...host.open_.keys()];
  clock.advance(31 * 60_000);
  await warm.while(host, [], async () => undefined);
  await settled();
  expect([host.open_.size, [...host.open_.keys()].includes(old ?? '')]).toEqual([1, false]);
});

test('closing ends those that wait', async () => {
  const { warm, there } = started();
  await settled();
  await warm.close();
  expect(there()).toEqual([]);
});
