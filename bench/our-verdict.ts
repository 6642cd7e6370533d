import { testModule } from '../src/app/test-module.js';
import type { App } from '../src/app/app.js';
import type { CheckName } from '../src/domain/check.js';
import type { Session } from '../src/domain/session.js';
import type { Verdict } from '../src/domain/verdict.js';
import { prepareSessions } from './prepared-sessions.js';

export interface OurVerdict {
  /** From the module at hand to the commit of the verdict, milliseconds. */
  readonly ms: number;
  /** Milliseconds by step, as the report tells; `ui` and `look` run side by side, and so do `files` and `clone`. */
  readonly steps: Readonly<Record<string, number>>;
}

/**
 * The stage `testing` of a session that has its module, from its lease to its commit, as a worker does it. Returns when the
 * sandbox is gone as well.
 * @param app with a Docker host
 * @throws Error when the verdict is not green: its time would be another one
 */
export async function ourVerdict(app: App, model: Session, checks: readonly CheckName[]): Promise<OurVerdict> {
  const [session] = await prepareSessions(app, model, 'testing', 1);
  if (session === undefined) throw new Error('No session was prepared');
  try {
    const began = performance.now();
    let ms = 0;
    const store: App['store'] = Object.assign(Object.create(app.store) as App['store'], {
      apply: async (...command: Parameters<App['store']['apply']>) => {
        const applied = await app.store.apply(...command);
        ms = performance.now() - began;
        return applied;
      },
    });
    const tested = await testModule({ ...app, store }, session.id, checks);
    const report = await app.artifacts.get(session.id, tested?.report ?? '');
    const verdict = report === null ? null : (JSON.parse(Buffer.from(report.bytes).toString('utf8')) as Verdict);
    if (verdict?.green !== true) throw new Error(`The verdict is not green: ${verdict?.failures[0]?.sentence ?? tested?.note?.message ?? 'none was given'}`);
    return { ms, steps: verdict.durations };
  } finally {
    // Else the sweeper would open an instance for it.
    await app.store.apply(session.id, { type: 'cancel' });
  }
}
