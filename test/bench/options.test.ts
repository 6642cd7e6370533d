import { readOptions, SECTION_NAMES } from '../../bench/options.js';

test('without a name every section is measured', () => {
  expect(readOptions([])).toEqual({ sections: SECTION_NAMES, runs: 3, out: null, help: false });
});

test('named ones are measured in the bench\'s own order, each once', () => {
  expect(readOptions(['verdict', 'acknowledgement', 'verdict', '--runs', '1', '--out', 'docs/performance.md'])).toEqual({ sections: ['acknowledgement', 'verdict'], runs: 1, out: 'docs/performance.md', help: false });
});

test.each([
  [['verdicts'], 'There is no section verdicts'],
  [['--runs', '0'], '--runs takes a number from 1 to 99'],
  [['--runs', 'many'], '--runs takes a number from 1 to 99'],
  [['--fast'], "Unknown option '--fast'"],
])('%p is refused with what there is', (args, why) => {
  expect(() => readOptions(args)).toThrow(why);
  expect(() => readOptions(args)).toThrow('acknowledgement, gateway, stages, verdict, throughput, pool, second-start');
});
