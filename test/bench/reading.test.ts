import { mustBeGreen, odooSummary } from '../../bench/odoo-summary.js';
import { stagesIn } from '../../bench/second-start.js';
import { stageTimes } from '../../bench/stage-times.js';

describe('time by stage', () => {
  const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

  test('is the time between the transitions; a second visit adds up, a person\'s time does not count', () => {
    const times = stageTimes([
      { to: 'specifying', at: at(0) },
      { to: 'spec_review', at: at(1) },
      { to: 'coding', at: at(10) },
      { to: 'testing', at: at(13) },
      { to: 'coding', at: at(20) },
      { to: 'testing', at: at(22) },
      { to: 'opening_uat', at: at(30) },
    ]);
    expect([...times]).toEqual([['specifying', 1000], ['coding', 5000], ['testing', 15_000]]);
  });
});

describe('Odoo\'s own count', () => {
  const LINE = (counts: string): string => `2026-11-25 15:42:34,788 39 INFO cold odoo.tests.result: ${counts} tests when loading database 'cold' \n`;

  test('is read from its last summary', () => {
    expect(odooSummary(LINE('0 failed, 0 error(s) of 3') + LINE('1 failed, 2 error(s) of 8'))).toEqual({ failed: 1, errors: 2, run: 8 });
    expect(odooSummary('nothing of the kind')).toBeNull();
  });

  test.each(['1 failed, 0 error(s) of 8', '0 failed, 1 error(s) of 8', '0 failed, 0 error(s) of 0'])('a time is refused for %s', (counts) => {
    expect(() => mustBeGreen('odoo', LINE(counts))).toThrow('odoo did not end green');
  });

  test('a time counts when all tests that ran are green', () => {
    expect(() => mustBeGreen('odoo', LINE('0 failed, 0 error(s) of 8'))).not.toThrow();
  });
});

test('the stages of npm start are read from its progress', () => {
  const output = '\n  ✓ Docker                                0.0 s\n  ✓ n8n, gateways, workflows             29.8 s\n    assumed: 3.0 s\n  ✗ packed with evidence                  3.4 s\n  zip            /out/a.zip (25 KiB)\n';
  expect(stagesIn(output)).toEqual([{ name: 'Docker', seconds: 0 }, { name: 'n8n, gateways, workflows', seconds: 29.8 }]);
});
