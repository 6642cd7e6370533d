import { CANARY_SPEC } from '../../../deployment/queue/host/canary.js';
import { mistakesOf } from '../../support/broken-spec.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';

test('the canary’s specification is taken as it is, and says everything without words', () => {
  expect(mistakesOf(CANARY_SPEC)).toEqual([]);
  const spec = parseModuleSpec(CANARY_SPEC);
  expect(spec.acceptance).toMatchObject([{ id: 'AC-1', scenario: [{ do: 'create' }, { do: 'expect' }] }]);
});
