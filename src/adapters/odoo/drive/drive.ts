import { BuilderError } from '../../../domain/errors.js';
import type { DrivenStep, Journey, JourneyStep } from '../../../domain/journey.js';
import type { Browser } from '../../../ports/browser.js';
import type { Screenshot } from '../../../ports/module-tester.js';
import type { Sandbox } from '../../../ports/sandbox.js';
import { DRIVE_DATABASE } from '../database.js';
import { BASE, enter } from '../ui-smoke.js';
import { FORGET_PAGES, UNTIL_LOADED } from '../ui-script.js';
import { drivenSchema, takeSteps, type Known } from './drive-script.js';
import { beginAnew, makeDriveWorld, type DriveWorld } from './drive-world.js';

/** Of all journeys together; what is left then is left to the person who tries the module. */
const MAX_MS = 180_000;
/** Of one call of the browser, which is given up after a minute. */
const CALL_MS = 30_000;

export interface Driven {
  readonly steps: readonly DrivenStep[];
  readonly screenshots: readonly Screenshot[];
}

export interface DriveRequest {
  readonly module: string;
  readonly journeys?: readonly Journey[];
  readonly signal?: AbortSignal;
  readonly progress?: (message: string) => void;
}

/** Goes every journey through in the browser, each in the database as the acceptance tests found it. */
export async function drive(sandbox: Sandbox, browser: Browser, { module, journeys = [], signal, progress }: DriveRequest): Promise<Driven> {
  const done: Driven[] = [];
  const end = Date.now() + MAX_MS;
  const going = journeys.filter(({ steps }) => steps.length > 0);
  const world = going.length === 0 ? null : await makeDriveWorld(sandbox, browser, module, going, signal);
  let isFresh = true;
  const driver = new Driver(browser, module);
  for (const journey of journeys) {
    if (journey.steps.length === 0 || world === null) {
      done.push({ steps: [{ criterion: journey.criterion, step: 0, words: journey.title, model: null, status: 'not_driven', message: journey.undrivable, screenshot: null }], screenshots: [] });
      continue;
    }
    progress?.(`Going through "${journey.title}" in a browser`);
    if (Date.now() > end) {
      done.push(story(journey, [], 'there was no time left for it'));
      continue;
    }
    if (!isFresh) await beginAnew(sandbox, signal);
    isFresh = false;
    done.push(await driver.go(journey, world, end));
  }
  return { steps: done.flatMap(({ steps }) => steps), screenshots: done.flatMap(({ screenshots }) => screenshots) };
}

interface Told {
  readonly status: DrivenStep['status'];
  readonly message: string | null;
  readonly png: string | null;
}

/** One page of the browser, and who is signed in there. */
class Driver {
  private user: string | null = null;

  constructor(private readonly browser: Browser, private readonly module: string) {}

  async go(journey: Journey, world: DriveWorld, end: number): Promise<Driven> {
    const told: Told[] = [];
    let records: Known = world.data;
    while (told.length < journey.steps.length) {
      if (Date.now() > end) return story(journey, told, 'there was no time left for it');
      const rest = journey.steps.slice(told.length);
      const user = rest[0]?.user ?? '';
      const same = rest.findIndex((step) => (step.user ?? '') !== user);
      const steps = same < 0 ? rest : rest.slice(0, same);
      try {
        const refused = await this.signIn(user, world);
        if (refused !== null) return story(journey, told, refused);
        const answer = drivenSchema.parse(await this.browser.run(takeSteps({ module: this.module, steps, records, actions: world.actions, budgetMs: Math.min(CALL_MS, end - Date.now()) })));
        records = answer.records;
        told.push(...answer.told);
        const last = answer.told.at(-1);
        if (last === undefined || !last.went) return story(journey, told, last?.status === 'red' ? 'the step before it failed' : 'it needs what a step before it could not do');
      } catch (error) {
        // What ends the whole test ends it here too.
        if (!(error instanceof BuilderError) || error.code !== 'browser_failed') throw error;
        this.user = null;
        return story(journey, told, `the browser did not get through: ${error.message}`);
      }
    }
    return story(journey, told, '');
  }

  /** Null, or why nobody of the group is in the browser. */
  private async signIn(user: string, { users }: DriveWorld): Promise<string | null> {
    if (this.user === user) return null;
    const login = users.get(user);
    if (login === undefined || typeof login === 'string') return login ?? `there is no user of ${user}`;
    this.user = null;
    await enter(this.browser, DRIVE_DATABASE, login);
    await this.browser.run(FORGET_PAGES);
    await this.browser.navigate(`${BASE}/odoo`);
    await this.browser.evaluate(UNTIL_LOADED);
    if ((await this.browser.evaluate('() => Boolean(globalThis.odoo?.__WOWL_DEBUG__?.root)')) !== true) return `a user of ${user} does not get into the pages where records are entered`;
    this.user = user;
    return null;
  }
}

/** The steps with what was told of them; why nothing was told of the others. */
function story(journey: Journey, told: readonly Told[], otherwise: string): Driven {
  const screenshots: Screenshot[] = [];
  const steps = journey.steps.map((step: JourneyStep, index): DrivenStep => {
    const title = `${journey.criterion}, step ${index + 1}: ${step.words}`.slice(0, 300);
    const own = told[index];
    const png = own?.png ?? null;
    if (png !== null) screenshots.push({ title, criterion: journey.criterion, png: Buffer.from(png, 'base64') });
    return { criterion: journey.criterion, step: index + 1, words: step.words, model: step.model, status: own?.status ?? 'not_driven', message: own === undefined ? otherwise : own.message, screenshot: png === null ? null : title };
  });
  return { steps, screenshots };
}
