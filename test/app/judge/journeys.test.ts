import type { JudgeInput } from '../../../src/app/judge/input.js';
import { journeyDetails, journeys } from '../../../src/app/judge/journeys.js';
import type { DrivenStep } from '../../../src/domain/journey.js';
import type { Observation } from '../../../src/domain/observation.js';

const STEP: DrivenStep = { criterion: 'AC-1', step: 3, words: 'Press “Lend” of Loan first', model: 'shelf.loan', status: 'red', message: 'Odoo refuses: No copy is left.', screenshot: 'AC-1, step 3: Press “Lend” of Loan first' };
const FORM = [{ tag: 'record', line: 3, attributes: { model: 'ir.ui.view' }, text: '' }, { tag: 'field', line: 4, attributes: { name: 'model' }, text: 'shelf.loan' }, { tag: 'form', line: 6, attributes: {}, text: '' }, { tag: 'button', line: 8, attributes: { name: 'action_lend' }, text: '' }];

function input(driven: readonly DrivenStep[]): JudgeInput {
  const observation: Observation = { exitCode: 0, timedOut: false, outOfMemory: false, outOfDisk: false, outOfProcesses: false, timeoutMs: 1, records: [], log: '', logCut: false, state: 'installed', ui: null, driven, look: null, counterproof: null, again: [], durations: {} };
  return { module: 'shelf', declared: [], criteria: [{ id: 'AC-1', title: 'A book is lent' }], checks: new Set(['journeys']), observation, sources: { module: 'shelf', files: [], facts: { python: [], xml: [{ path: 'views/loan.xml', elements: FORM, translated: [] }] } } as unknown as JudgeInput['sources'] };
}

test('a step that fails is a failure with its criterion, the step in plain words, the picture, and the form’s place', () => {
  expect(journeys(input([STEP]))).toMatchObject([{
    kind: 'ui', criterion: 'AC-1', file: 'views/loan.xml', line: 3, screenshot: STEP.screenshot,
    sentence: '"A book is lent" (AC-1) cannot be done in a browser: step 3, Press “Lend” of Loan first. Odoo refuses: No copy is left.',
  }]);
});

test('a button that is hidden is told with its own line, a traceback with the line that it points at', () => {
  expect(journeys(input([{ ...STEP, message: 'The form hides the button “Lend” (action_lend) here, where it is needed.' }]))).toMatchObject([{ file: 'views/loan.xml', line: 8 }]);
  expect(journeys(input([{ ...STEP, message: 'Odoo failed: x\nTraceback (most recent call last):\n  File "/mnt/modules/shelf/models/loan.py", line 12, in lend\nKeyError: 1' }]))).toMatchObject([{ file: 'models/loan.py', line: 12 }]);
});

test('what was not driven is no failure, and is never silently green: the report says why', () => {
  const left: DrivenStep = { ...STEP, status: 'not_driven', message: 'the form does not show “Height”' };
  expect(journeys(input([left]))).toEqual([]);
  expect(journeyDetails(input([left, { ...left, step: 0, words: 'A book is lent', message: 'its words name no model' }]))).toEqual([
    { what: 'AC-1, step 3: Press “Lend” of Loan first', status: 'not_run', note: 'not driven, because the form does not show “Height”' },
    { what: 'AC-1: A book is lent', status: 'not_run', note: 'not driven, because its words name no model' },
  ]);
});
