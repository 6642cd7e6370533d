import { randomBytes } from 'node:crypto';
import { Frontend, type FrontendOptions, type StatusBody } from '../../local/frontend.js';

/** Of a first test, which prepares what later ones find ready. */
const TIMEOUT_MS = 10 * 60_000;
const STOPPED = ['code_review', 'failed', 'cancelled', 'expired', 'delivered'];

/** The smallest module that has something to test. */
export const CANARY_SPEC = `name: canary_shelf
title: Canary
summary: A shelf that proves that modules can be written, installed and tested
acceptance:
  - id: AC-1
    title: A shelf has a name
    given: nothing
    when: a shelf named Oak is made
    then: it is named Oak
    scenario:
      - { do: create, model: canary.shelf, as: oak, values: { name: Oak } }
      - { do: expect, record: oak, that: "name == 'Oak'" }
models:
  - name: canary.shelf
    label: Shelf
    fields:
      - { name: name, type: char, label: Name, required: true }
    access:
      - { group: base.group_user, read: true, write: true, create: true, delete: true }
`;

/**
 * A session from a YAML specification to a green verdict, through the real webhooks; it is cancelled then.
 *
 * @throws Error with the session's own words when it comes to anything else
 */
export async function canarySession(options: FrontendOptions): Promise<void> {
  const frontend = new Frontend(options, `canary-${randomBytes(8).toString('hex')}`);
  const end = Date.now() + TIMEOUT_MS;
  const until = (isThere: (status: StatusBody) => boolean): Promise<StatusBody> => frontend.watch((status) => isThere(status) || STOPPED.includes(status.state), Math.max(1, end - Date.now()));
  const submitted = await frontend.submit({ spec: CANARY_SPEC });
  if (submitted.status !== 202) throw new Error(`The canary session was refused (${submitted.status}): ${JSON.stringify(submitted.body)}`);
  try {
    const { version } = await until(({ state }) => state === 'spec_review');
    await frontend.reviewSpec('approve', { version });
    const tested = await until((status) => isGreen(status));
    if (!isGreen(tested)) throw new Error(`The canary session came to ${tested.state}: ${tested.note?.message ?? JSON.stringify(tested['report'])}`);
  } finally {
    await frontend.cancel();
  }
}

const isGreen = ({ state, ...status }: StatusBody): boolean => ['opening_uat', 'uat'].includes(state) && (status['report'] as { green?: boolean } | null)?.green === true;
