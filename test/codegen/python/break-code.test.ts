import { brokenCode } from '../../../src/codegen/python/break-code.js';

test('a call that is too long is broken in its brackets, a key that stands in brackets stays a key', () => {
  expect(brokenCode('', 'records.do(first, second)', '', 20)).toEqual(['records.do(', '    first,', '    second,', ')']);
  expect(brokenCode('', 'record.action_open()["res_model"]', ',', 20)).toEqual(['record.action_open()["res_model"],']);
});
