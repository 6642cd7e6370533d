import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod/v4';
import type { JourneyStep } from '../../../domain/journey.js';

const DRIVER = readFileSync(join(__dirname, 'driver.mjs'), 'utf8').replace(/^(\/\/.*\n)*/, '').trim();

/** A record of the journey by its name there. */
export type Known = Readonly<Record<string, { readonly model: string; readonly id: number; readonly name: string }>>;

export interface Task {
  readonly module: string;
  readonly steps: readonly JourneyStep[];
  readonly records: Known;
  /** Window action by model. */
  readonly actions: Readonly<Record<string, number>>;
  /** No further step is begun after this, milliseconds. */
  readonly budgetMs: number;
}

/** Takes steps with Playwright's page, for `Browser.run`; answers as `drivenSchema`. */
export const takeSteps = (task: Task): string => `async (page) => (${DRIVER})(page, ${JSON.stringify(task)})`;

export const drivenSchema = z.object({
  /** As many as were begun; `went`: the steps after it find what they need. */
  told: z.array(z.object({ status: z.enum(['green', 'red', 'not_driven']), message: z.string().nullable(), png: z.string().nullable(), went: z.boolean() })),
  records: z.record(z.string(), z.object({ model: z.string(), id: z.number().int(), name: z.string() })),
});

/** Asks Odoo as whoever is signed in: the result, or `{ error }`. */
export const askOdoo = (model: string, method: string, args: readonly unknown[]): string => `async () => {
  const response = await fetch('/web/dataset/call_kw', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', params: ${JSON.stringify({ model, method, args, kwargs: {} })} }) });
  const { result, error } = await response.json();
  return error === undefined ? { result } : { error: String(error.data?.message ?? error.message) };
}`;
