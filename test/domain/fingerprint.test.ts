import { errorWords, fingerprint, fingerprintOfAll, isCommon } from '../../src/domain/fingerprint.js';
import type { Failure } from '../../src/domain/verdict.js';

const failure = (changes: Partial<Failure> = {}): Failure => ({ kind: 'install', by: 'installed', criterion: null, file: 'models/book.py', line: 12, message: 'The module was not installed.', traceback: null, screenshot: null, sentence: '', ...changes });
const raised = (line: string, path: string, at: number): Partial<Failure> => ({ traceback: `Traceback (most recent call last):\n  File "${path}", line ${at}, in create\n${line}` });

describe('the same error has the same fingerprint', () => {
  test.each<[string, Partial<Failure>, Partial<Failure>]>([
    ['in another file and line', raised("KeyError: 'due'", '/mnt/modules/library/models/loan.py', 4), raised("KeyError: 'due'", '/mnt/modules/library/models/book.py', 812)],
    ['with other ids', { message: 'Record x(17,) at 0x7f3a90 is gone' }, { message: 'Record x(4,) at 0x10ff does not: is gone'.replace(' does not: is', ' is') }],
    ['with other paths', { message: 'while parsing /mnt/modules/library/views/book.xml:3' }, { message: 'while parsing /mnt/modules/library/views/loan_view.xml:71' }],
  ])('%s', (_, one, other) => {
    expect(errorWords(failure(one), 'library')).toBe(errorWords(failure(other), 'library'));
  });

  test('in a module of another name', () => {
    expect(fingerprint(failure({ message: 'External ID not found: library.group_x' }), 'library')).toBe(fingerprint(failure({ message: 'External ID not found: rooms.group_x' }), 'rooms'));
  });
});

test.each<[string, Partial<Failure>]>([['another message', { message: 'Another' }], ['another rule', { by: 'clean-log' }], ['another error raised', raised("KeyError: 'name'", '/x.py', 1)]])('%s is another error', (_, other) => {
  expect(fingerprint(failure(other), 'library')).not.toBe(fingerprint(failure(), 'library'));
});

test('of all errors together the order does not count, the criterion does', () => {
  const [one, two] = [failure({ criterion: 'AC-1' }), failure({ message: 'Another' })];
  expect(fingerprintOfAll([one, two], 'library')).toBe(fingerprintOfAll([two, one], 'library'));
  expect(fingerprintOfAll([one], 'library')).not.toBe(fingerprintOfAll([failure({ criterion: 'AC-2' })], 'library'));
});

test('an acceptance test that does not hold is of one module’s business, an error in one is not', () => {
  expect(isCommon(failure({ kind: 'test', message: "AssertionError: 'small' != 'large'" }))).toBe(false);
  expect(isCommon(failure({ kind: 'test', ...raised("AttributeError: 'x' object has no attribute 'y'", '/x.py', 1) }))).toBe(true);
  expect(isCommon(failure({ kind: 'forged' }))).toBe(false);
});
