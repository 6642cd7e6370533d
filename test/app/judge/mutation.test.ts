import { mutationOf } from '../../../src/app/judge/mutation.js';
import type { Mutant } from '../../../src/codegen/mutants.js';

const mutant = (what: string): Mutant => ({ kind: 'return', path: 'a.py', line: 1, what, files: [] });

test('a mutant is noticed by a red test, one that does not install does not count, and a criterion that notices none is vacuous', () => {
  expect(mutationOf(['AC-1', 'AC-2', 'AC-10'], [
    [mutant('noticed'), { installs: true, red: ['TestAcceptance.test_ac_1_lend', 'TestAcceptance.test_ac_10'] }],
    [mutant('unnoticed'), { installs: true, red: [] }],
    [mutant('broken'), { installs: false, red: ['TestAcceptance.test_ac_2_x'] }],
  ])).toEqual({ made: 2, killed: 1, survivors: ['unnoticed'], vacuous: ['AC-2'] });
});

test('nothing is vacuous where nothing was tried', () => expect(mutationOf(['AC-1'], [])).toMatchObject({ made: 0, vacuous: [] }));
