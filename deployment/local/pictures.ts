import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureChromium } from './chromium.js';
import { Frontend } from './frontend.js';
import { Progress } from './progress.js';
import type { Stack } from './stack.js';
import { up } from './up.js';

const ROOT = resolve(__dirname, '../../..');
const OUT = join(ROOT, 'docs', 'images');
const JOB_MS = 10 * 60_000;
const WORKFLOWS = { 'specification-agent': 'ombSpecificationAgent', 'coding-agent': 'ombCodingAgent', 'testing-agent': 'ombTestingAgent', 'user-testing': 'ombUserTesting', 'session-maintenance': 'ombSessionMaintenance' };

/** `npm run pictures`: the pictures of the README and the docs, taken of the running product: editor and live instance. */
async function main(): Promise<void> {
  const progress = new Progress(process.stdout);
  const stops: (() => Promise<void>)[] = [];
  try {
    await mkdir(OUT, { recursive: true });
    const stack = await up(progress, stops, true, false);
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox', '--disable-background-networking'] });
    stops.push(() => browser.close());
    progress.start('editor');
    await takeEditor(browser, stack);
    for (const live of LIVE) {
      progress.start(`live instance of ${live.example}`);
      await takeUat(browser, stack, live);
    }
    progress.done();
  } finally {
    for (const stop of stops.splice(0).reverse()) await stop();
  }
}

async function takeEditor(browser: Browser, { editor }: Stack): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  const login = await context.request.post(new URL('/rest/login', editor.url).href, { data: { emailOrLdapLoginId: editor.email, password: editor.password } });
  if (!login.ok()) throw new Error(`The editor refused the login: ${login.status()}`);
  for (const [name, id] of Object.entries(WORKFLOWS)) {
    const page = await context.newPage();
    await page.goto(new URL(`/workflow/${id}`, editor.url).href);
    await page.locator('[data-test-id="canvas-node"]').first().waitFor({ timeout: 60_000 });
    await dismissChecklist(page);
    await page.keyboard.press('Digit1');
    // The canvas moves to where everything fits.
    await page.waitForTimeout(1_500);
    await shot(page, `editor-${name}`);
    await page.close();
  }
  await context.close();
}

/** n8n opens it over the canvas of each published workflow. */
async function dismissChecklist(page: Page): Promise<void> {
  const checklist = page.getByText('Production Checklist');
  await checklist.waitFor({ timeout: 10_000 }).catch(() => undefined);
  if (await checklist.isVisible()) await page.keyboard.press('Escape');
  await page.mouse.click(760, 80);
  await checklist.waitFor({ state: 'hidden', timeout: 5_000 });
}

/** What is opened in a live instance: the module's first page, and a record of it. */
interface Live {
  readonly example: string;
  /** A row or a card of the first page. */
  readonly record: string;
}

const LIVE: readonly Live[] = [
  { example: 'library', record: '.o_data_row' },
  { example: 'service-desk', record: '.o_kanban_record:not(.o_kanban_ghost)' },
];

/** `uat-<example>.png` and `uat-<example>-form.png`. */
async function takeUat(browser: Browser, stack: Stack, { example, record }: Live): Promise<void> {
  const frontend = new Frontend(stack.frontend, `pictures-${randomBytes(6).toString('hex')}`);
  await frontend.submit({ spec: await readFile(join(ROOT, `examples/${example}.yaml`), 'utf8') });
  const review = await frontend.watch(({ state }) => state === 'spec_review', JOB_MS);
  await frontend.reviewSpec('approve', { version: review.version });
  const { state, note } = await frontend.watch((status) => ['uat', 'code_review', 'failed'].includes(status.state), JOB_MS);
  if (state !== 'uat') throw new Error(`The session of ${example} is ${state}: ${note?.message ?? ''}`);
  const link = await frontend.gateway(`/sessions/${frontend.sessionId}/uat-links`, { method: 'POST' });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(String(link.body['url']));
  const records = page.locator(record);
  await records.first().waitFor({ timeout: 90_000 });
  await loaded(page);
  await shot(page, `uat-${example}`);
  await records.first().click();
  await page.locator('.o_form_view').first().waitFor({ timeout: 60_000 });
  await loaded(page);
  await shot(page, `uat-${example}-form`);
  await page.close();
  await frontend.cancel();
}

/** Odoo shows its indicator after 250 ms; the pictures of people come last. */
async function loaded(page: Page): Promise<void> {
  await page.waitForTimeout(1_500);
  await page.locator('.o_loading_indicator').waitFor({ state: 'hidden', timeout: 60_000 });
  await page.waitForLoadState('networkidle', { timeout: 30_000 }).catch(() => undefined);
}

const shot = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: join(OUT, `${name}.png`) });

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
