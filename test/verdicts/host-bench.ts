import { randomBytes } from 'node:crypto';
import type { ModuleTester } from '../../src/ports/module-tester.js';
import type { PythonChecker } from '../../src/ports/python-checker.js';
import type { SandboxHost } from '../../src/ports/sandbox.js';
import type { Bench } from './try-case.js';

/** Longest life of a sandbox; the reaper may take it afterwards. */
const SANDBOX_MS = 600_000;

/** Each case in a sandbox of its own on this Docker host. */
export function hostBench(host: SandboxHost, python: PythonChecker, tester: ModuleTester): Bench {
  return {
    python,
    tester,
    async inSandbox(work) {
      const sandbox = await host.open({ sessionId: `verdict-${randomBytes(6).toString('hex')}`, purpose: 'test', fence: 1, expiresAt: new Date(Date.now() + SANDBOX_MS) });
      try {
        return await work(sandbox);
      } finally {
        await sandbox.destroy();
      }
    },
  };
}
