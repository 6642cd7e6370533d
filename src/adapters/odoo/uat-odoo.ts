import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pRetry from 'p-retry';
import { BuilderError } from '../../domain/errors.js';
import type { LiveOdoo, StartLiveOdoo } from '../../ports/live-odoo.js';
import type { ExecResult, Sandbox, SandboxUser } from '../../ports/sandbox.js';
import type { UatState } from '../../ports/uat-states.js';
import { UAT_DATABASE } from './uat-database.js';
import { ENTRY_SQL, entryPathOf, MOVED_SQL, PREPARE_SQL, WRITTEN_SQL, writtenIn } from './uat-sql.js';
import { dumpState, restoreState } from './uat-state.js';

const LOG = '/tmp/uat-odoo.log';
const QUICK_MS = 30_000;
/** Ten times what the heaviest module of the examples takes on two cores. */
const INSTALL_MS = 300_000;
/** A first answer comes after 4 s on two cores. */
const READY_MS = 120_000;
const LOG_TAIL_BYTES = 6000;

const script = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

/** Started by exec and left to itself: a session of its own, no stdio, so that the exec ends at once. */
const DETACH = 'exec setsid --fork "$@" </dev/null >/dev/null 2>&1';

/** Brings a live Odoo up by `exec` into a sandbox of ours (deployment/sandbox/README.md: users, databases, commands). */
export class SandboxLiveOdoo implements LiveOdoo {
  async start(sandbox: Sandbox, request: StartLiveOdoo): Promise<{ readonly entryPath: string }> {
    const { signal } = request;
    const run = (user: SandboxUser, command: readonly string[], timeoutMs = QUICK_MS): Promise<ExecResult> => sandbox.exec({ user, command, timeoutMs, signal });

    const sql = async (doing: string, statements: string): Promise<void> => {
      const env = { OMB_LOGIN: request.login, OMB_PASSWORD: request.password, OMB_URL: request.publicUrl };
      mustEndWell(doing)(await sandbox.exec({ user: 'odoo', command: ['psql', '-XAtq', '-d', UAT_DATABASE, '-v', 'ON_ERROR_STOP=1'], env, stdin: statements, timeoutMs: QUICK_MS, signal }));
    };

    if (request.state) {
      await request.progress?.('Bringing back what was entered in the Odoo to try');
      await Promise.all([this.putModule(sandbox, request), restoreState(sandbox, request.state, signal)]);
      // The login is the one that it had, changed by the person or not.
      await sql('set its address', MOVED_SQL);
    } else {
      await Promise.all([this.putModule(sandbox, request), run('postgres', ['omb-clone', request.demo ? 'tpl_demo' : 'tpl_base', UAT_DATABASE]).then(mustEndWell('copy the database'))]);
      // Before any code of the module runs: a trigger that it might lay down must not see the password go by.
      await sql('set the login', PREPARE_SQL);
      await request.progress?.('Installing the module in the Odoo to try');
      await this.install(run, sandbox, request.module);
    }
    await request.progress?.('Waiting for the Odoo to answer');
    await Promise.all([
      run('relay', ['sh', '-c', DETACH, 'sh', 'python3', '-c', script('uat-supervisor.py'), '/tmp/uat-relay.log', 'omb-relay']),
      run('odoo', ['sh', '-c', DETACH, 'sh', 'python3', '-c', script('uat-supervisor.py'), LOG, 'omb-odoo', UAT_DATABASE, '--proxy-mode', `--db-filter=^${UAT_DATABASE}$`, '--log-level=warn']),
    ]).then((results) => results.forEach(mustEndWell('start Odoo')));
    await this.untilAnswering(run, signal);
    const rows = mustEndWell('read the menus')(await run('postgres', ['omb-read', UAT_DATABASE, ENTRY_SQL(request.module)]));
    return { entryPath: entryPathOf(rows.stdout) };
  }

  async written(sandbox: Sandbox): Promise<number> {
    const rows = mustEndWell('count its rows')(await sandbox.exec({ user: 'postgres', command: ['omb-read', UAT_DATABASE, WRITTEN_SQL], timeoutMs: QUICK_MS }));
    return writtenIn(rows.stdout);
  }

  state(sandbox: Sandbox): Promise<UatState | null> {
    return dumpState(sandbox);
  }

  private putModule(sandbox: Sandbox, { module, files }: StartLiveOdoo): Promise<void> {
    return sandbox.putFiles(`/mnt/modules/${module}`, files, 'postgres');
  }

  private async install(run: Run, sandbox: Sandbox, module: string): Promise<void> {
    const result = await run('odoo', ['odoo', '-d', UAT_DATABASE, '-i', module, '--stop-after-init', '--no-http', '--log-level=warn'], INSTALL_MS);
    const state = result.exitCode === 0 ? (await run('postgres', ['omb-read', UAT_DATABASE, `SELECT state FROM public.ir_module_module WHERE name = '${module}'`])).stdout : '';
    if (state.includes('"installed"')) return;
    const log = result.stderr.slice(-LOG_TAIL_BYTES);
    if (result.timedOut) throw new BuilderError('transient', 'uat_install_failed', `The module was not installed in the Odoo to try within ${INSTALL_MS / 60_000} minutes.`, { details: { log } });
    if (await sandbox.outOfMemory()) throw new BuilderError('transient', 'uat_install_failed', 'The Odoo to try ran out of memory while the module was installed.', { details: { log } });
    // Another try would end the same way: the module has to change.
    throw new BuilderError('user', 'uat_install_failed', `The module cannot be installed in the Odoo to try: ${causeIn(log)}`, { details: { log } });
  }

  private async untilAnswering(run: Run, signal: AbortSignal | undefined): Promise<void> {
    const probe = script('uat-probe.py');
    let said = '';
    const ask = async (): Promise<void> => {
      const result = await run('relay', ['python3', '-c', probe]);
      if (result.exitCode === 0) return;
      said = result.stderr.trim();
      throw new Error(said);
    };
    try {
      await pRetry(ask, { retries: 1000, minTimeout: 100, factor: 1.3, maxTimeout: 1000, maxRetryTime: READY_MS, signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof BuilderError) throw error;
      const log = (await run('odoo', ['tail', '-c', String(LOG_TAIL_BYTES), LOG])).stdout;
      throw new BuilderError('transient', 'uat_not_answering', `The Odoo to try did not answer within ${READY_MS / 1000} seconds (${said}).`, { details: { log }, cause: error });
    }
  }
}

type Run = (user: SandboxUser, command: readonly string[], timeoutMs?: number) => Promise<ExecResult>;

const lastLine = (log: string): string => log.trimEnd().split('\n').at(-1)?.slice(0, 500) ?? '';

/** The last exception that Odoo logged, on one line, without what is logged after it. */
function causeIn(log: string): string {
  const exceptions = [...log.matchAll(/^[\w.]+(?:Error|Exception|Warning)\b.*(?:\n(?!\d{4}-\d\d-\d\d ).*)*/gm)];
  return (exceptions.at(-1)?.[0] ?? lastLine(log)).replace(/\s+/g, ' ').trim().slice(0, 500);
}

function mustEndWell(doing: string): (result: ExecResult) => ExecResult {
  return (result) => {
    if (result.exitCode === 0) return result;
    throw new BuilderError('transient', 'uat_start_failed', `The Odoo to try could not ${doing}: ${lastLine(result.stderr) || `exit code ${result.exitCode ?? 'none'}`}`, { details: { log: result.stderr.slice(-LOG_TAIL_BYTES) } });
  };
}
