import { readEvalOptions } from '../../deployment/local/eval/options.js';
import { evalTable, rowOf } from '../../deployment/local/eval/row.js';
import type { StatusBody } from '../../deployment/local/frontend.js';

const status = (changes: Readonly<Record<string, unknown>> = {}): StatusBody => ({
  sessionId: 's', state: 'delivered', version: 9, allowedActions: [], note: null,
  report: { status: 'green', criteria: [{ status: 'green' }, { status: 'red' }], mutants: { killed: 3, made: 4 } }, usage: { inputTokens: 100, outputTokens: 20, llmCalls: 1, cost: 0.5 }, ...changes,
});

test('a row says what became of the requirements', () => {
  expect(rowOf('rooms', status(), [{ state: 'uninstalled' }, { state: 'installed' }], 90_000, null)).toEqual({
    name: 'rooms', state: 'delivered', verdict: 'green', installedAtFirstTry: false, rounds: 1, criteria: { green: 1, total: 2 }, mutants: { killed: 3, made: 4 }, tokens: 120, cost: 0.5, minutes: 1.5, note: null,
  });
  expect(rowOf('none', status({ state: 'failed', report: null }), [], 1, 'The model refused.')).toMatchObject({ verdict: 'none', installedAtFirstTry: false, rounds: 0, mutants: null });
});

test('the table keeps its shape whatever a session said', () => {
  const table = evalTable([rowOf('rooms', status({ state: 'failed' }), [], 1, 'It | said\n| this')]);
  expect(table.split('\n')).toHaveLength(3);
  expect(table).toContain('green (failed): It \\| said \\| this |');
});

test('what is missing, or does not go together, is told with the usage', () => {
  expect(() => readEvalOptions(['--requirements', 'x', '--base-url', 'http://x', '--out', 'o'])).toThrow(/--model is missing[\s\S]*npm run eval/);
  expect(() => readEvalOptions(['--recorded', '--model', 'm', '--out', 'o'])).toThrow(/--model does not go with --recorded[\s\S]*npm run eval/);
  expect(readEvalOptions(['--requirements', 'r', '--base-url', 'http://x', '--model', 'm', '--out', 'o'])).toEqual({ requirements: 'r', baseUrl: 'http://x', model: 'm', judgeModel: null, only: /(?:)/, out: 'o' });
  expect(readEvalOptions(['--recorded', '--only', 'rooms|desk', '--out', 'o'])).toEqual({ requirements: null, baseUrl: '', model: 'recorded', judgeModel: null, only: /rooms|desk/, out: 'o' });
});
