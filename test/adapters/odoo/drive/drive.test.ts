import { PassThrough } from 'node:stream';
import { drive } from '../../../../src/adapters/odoo/drive/drive.js';
import { BuilderError } from '../../../../src/domain/errors.js';
import { FORGET_PAGES } from '../../../../src/adapters/odoo/ui-script.js';
import type { Journey, JourneyStep } from '../../../../src/domain/journey.js';
import type { Browser } from '../../../../src/ports/browser.js';
import type { Sandbox } from '../../../../src/ports/sandbox.js';

const step = (words: string, user: string | null = null): JourneyStep => ({ do: 'press', words, model: 'shelf.book', user, refused: false, message: null, sample: false, undrivable: null, record: 'dune', button: 'action_lend', label: 'Lend' });
const journey = (criterion: string, ...steps: readonly JourneyStep[]): Journey => ({ criterion, title: `Title of ${criterion}`, data: [], steps, undrivable: null });
const went = { status: 'green', message: null, png: Buffer.from('PNG').toString('base64'), went: true } as const;

/** A sandbox with a group, and a browser that tells of each batch what `answers` says; what was done is in `log`. */
function world(answers: readonly (readonly object[] | Error)[]) {
  const log: string[] = [];
  const rows = [{ xmlid: 'shelf.group_keeper', id: 7, own: true, label: 'Keeper' }, { xmlid: 'base.group_user', id: 1, own: false, label: 'User' }];
  const sandbox = {
    // No shell that stays: each command is an exec.
    spawn: async () => ({ stdin: new PassThrough(), stdout: new PassThrough().end(), stderr: new PassThrough().end(), kill: async () => undefined }),
    exec: async ({ command }: { command: readonly string[] }) => {
      if (command[0] === 'omb-clone') log.push(`${command[1]} -> ${command[2]}`);
      return { exitCode: 0, stdout: JSON.stringify(command[2]?.includes('res_groups') ? rows : command[2]?.includes('ir_act_window') ? [{ model: 'shelf.book', action: 3 }] : []), stderr: '' };
    },
  } as unknown as Sandbox;
  const waiting = [...answers];
  const browser: Browser = {
    navigate: async () => undefined,
    evaluate: async (source) => {
      const login = /login: "([^"]+)"/.exec(source)?.[1];
      if (login !== undefined) log.push(`sign in ${login}`);
      return source.includes('call_kw') ? { result: [2] } : true;
    },
    run: async (source) => {
      if (source === FORGET_PAGES) return void log.push('forget pages');
      const told = waiting.shift() ?? [];
      log.push(`${(source.match(/"words":/g) ?? []).length} steps`);
      if (told instanceof Error) throw told;
      return { told, records: {} };
    },
    screenshot: async () => Buffer.from(''), consoleErrors: async () => [], until: () => browser, close: async () => undefined,
  };
  return { sandbox, browser, log };
}

const go = async (journeys: readonly Journey[], ...answers: readonly (readonly object[] | Error)[]) => {
  const { sandbox, browser, log } = world(answers);
  const { steps, screenshots } = await drive(sandbox, browser, { module: 'shelf', journeys });
  return { steps: steps.map(({ criterion, step: at, status, message }) => `${criterion} ${at} ${status}: ${message ?? ''}`), screenshots, log };
};

test('steps of one user go to the browser together; another user signs in between, and what was shown before is given back; each criterion begins in the database as it was', async () => {
  const { steps, screenshots, log } = await go([journey('AC-1', step('a'), step('b'), step('c', 'shelf.group_keeper')), journey('AC-2', step('d', 'shelf.group_keeper'))], [went, went], [went], [went]);
  expect(steps).toEqual(['AC-1 1 green: ', 'AC-1 2 green: ', 'AC-1 3 green: ', 'AC-2 1 green: ']);
  expect(log).toEqual(['work -> drive', 'sign in admin', 'drive -> drive_kept', 'sign in admin', 'forget pages', '2 steps', 'sign in drive-7', 'forget pages', '1 steps', 'drive_kept -> drive', '1 steps']);
  expect(screenshots[2]).toMatchObject({ title: 'AC-1, step 3: c', criterion: 'AC-1' });
});

test('after a step that fails, and after one that could not be done, the rest is not driven and says why', async () => {
  expect((await go([journey('AC-1', step('a'), step('b'))], [{ ...went, status: 'red', message: 'Odoo refuses', went: false }])).steps).toEqual(['AC-1 1 red: Odoo refuses', 'AC-1 2 not_driven: the step before it failed']);
  expect((await go([journey('AC-1', step('a'), step('b'))], [{ ...went, status: 'not_driven', message: 'no page', went: false }])).steps).toEqual(['AC-1 1 not_driven: no page', 'AC-1 2 not_driven: it needs what a step before it could not do']);
});

test('what the browser did not get to in one call it is asked again', async () => {
  const { steps, log } = await go([journey('AC-1', step('a'), step('b'))], [went], [went]);
  expect(steps).toEqual(['AC-1 1 green: ', 'AC-1 2 green: ']);
  expect(log.slice(-2)).toEqual(['2 steps', '1 steps']);
});

test('a browser that does not get through breaks no module, and the next criterion is driven all the same', async () => {
  const { steps } = await go([journey('AC-1', step('a')), journey('AC-2', step('b'))], new BuilderError('transient', 'browser_failed', 'It hung.'), [went]);
  expect(steps).toEqual(['AC-1 1 not_driven: the browser did not get through: It hung.', 'AC-2 1 green: ']);
});

test('a group that is not there has no user, and a criterion without a way through the browser says so', async () => {
  const { steps } = await go([journey('AC-1', step('a', 'shelf.group_ghost')), { ...journey('AC-2'), undrivable: 'its words name no model' }]);
  expect(steps).toEqual(['AC-1 1 not_driven: there is no group shelf.group_ghost', 'AC-2 0 not_driven: its words name no model']);
});
