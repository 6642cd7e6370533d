import { health } from '../../src/app/health.js';
import { metricsText } from '../../src/app/metrics.js';
import type { Figures } from '../../src/ports/figures.js';

const FIGURES: Figures = {
  sessions: [{ state: 'uat', count: 2 }],
  stages: [{ stage: 'testing', count: 3, sum: 30.5, median: 9, p95: 12 }],
  leases: [{ stage: 'coding', count: 1 }],
  oldestUnworked: 4.5,
  waiting: [{ purpose: 'test', count: 1, oldest: 7 }],
  hosts: [{ host: 'do"cker\\1', state: 'ready', purpose: 'test', places: 2, taken: 1 }],
  tokens: { input: 10, output: 20, calls: 2 },
  workers: [{ name: 'n8n-worker-1', executedAt: new Date('2026-11-26T00:00:00Z'), secondsAgo: 200 }],
};

describe('metrics', () => {
  const text = metricsText(FIGURES);
  const lines = text.trimEnd().split('\n');

  test('are in Prometheus’ text format: help and type before the samples of each name, no name twice', () => {
    const names = lines.filter((line) => line.startsWith('# TYPE ')).map((line) => line.split(' ')[2] ?? '');
    expect(new Set(names).size).toBe(names.length);
    for (const line of lines.filter((each) => !each.startsWith('#'))) expect(line).toMatch(/^omb_[a-z0-9_]+(\{[a-z0-9_]+="(?:[^"\\\n]|\\["\\n])*"(,[a-z0-9_]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[\d.]+$/);
  });

  test('count every state, also those that no session is in', () => {
    expect(lines.filter((line) => line.startsWith('omb_sessions{'))).toHaveLength(12);
    expect(lines).toEqual(expect.arrayContaining(['omb_sessions{state="uat"} 2', 'omb_sessions{state="failed"} 0']));
  });

  test('tell stages as a summary, and escape what operators name', () => {
    expect(lines).toEqual(expect.arrayContaining(['omb_stage_seconds{stage="testing",quantile="0.95"} 12', 'omb_stage_seconds_sum{stage="testing"} 30.5', 'omb_host_places{host="do\\"cker\\\\1",purpose="test"} 2']));
  });
});

test('health is late as soon as one worker executes nothing, or there is none', () => {
  const worker = (name: string, secondsAgo: number): Figures['workers'][number] => ({ name, secondsAgo, executedAt: new Date(0) });
  expect(health([worker('a', 10), worker('b', 20)]).status).toBe('ok');
  expect(health([worker('a', 10), worker('b', 200)])).toMatchObject({ status: 'late', workers: [{ name: 'a', status: 'ok' }, { name: 'b', status: 'late' }] });
  expect(health([]).status).toBe('late');
});

test('a backup that is more than a day old makes health late, and its age is a figure; where none are made, nothing is said of them', () => {
  const worker: Figures['workers'][number] = { name: 'a', secondsAgo: 1, executedAt: new Date(0) };
  expect(health([worker], 90_000)).toMatchObject({ status: 'ok', backup: { secondsAgo: 90_000, status: 'ok' } });
  expect(health([worker], 94_000)).toMatchObject({ status: 'late', backup: { status: 'late' } });
  expect(health([worker])).not.toHaveProperty('backup');
  expect(metricsText(FIGURES, 90_000)).toContain('\nomb_backup_seconds_since_success 90000\n');
  expect(metricsText(FIGURES)).not.toContain('omb_backup');
});
