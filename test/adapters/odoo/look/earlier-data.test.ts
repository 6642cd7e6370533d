import { comparedData, type ColumnState } from '../../../../src/adapters/odoo/look/earlier-data.js';

const column = (name: string, changes: Partial<ColumnState> = {}): ColumnState => ({ model: 'shelf.book', column: name, type: 'character varying', rows: 2, filled: 2, digest: `of ${name}`, readonly: false, ...changes });
const NAME = column('name');

test('a field that is added takes nothing away', () => {
  expect(comparedData([NAME], [NAME, column('author', { filled: 0 })], false)).toEqual({ lost: [], gone: [] });
});

test('a field that is renamed without its values is lost, and told with both names', () => {
  expect(comparedData([NAME, column('due')], [NAME, column('due_date', { filled: 0, digest: 'empty' })], false).lost).toEqual(['What was entered in "due" of shelf.book is lost: that field is gone, and "due_date" is new and does not have it.']);
});

test('a field that is renamed and takes its values along is kept', () => {
  expect(comparedData([NAME, column('due')], [NAME, column('due_date', { digest: 'of due' })], false)).toEqual({ lost: [], gone: [] });
});

test('a field that is taken away, with nothing that could stand for it, is told and does not count', () => {
  expect(comparedData([NAME, column('due')], [NAME, column('pages', { type: 'integer', filled: 0 })], false)).toEqual({ lost: [], gone: ['due of shelf.book is gone, with what 2 records had in it'] });
  expect(comparedData([NAME, column('due', { filled: 0 })], [NAME, column('due_date', { filled: 0 })], false)).toEqual({ lost: [], gone: [] });
});

test('records that are fewer, a model that is renamed and values that are others are lost', () => {
  expect(comparedData([NAME], [{ ...NAME, rows: 1 }], false).lost).toEqual(['"shelf.book" had 2 records before the upgrade and has 1 after it.']);
  expect(comparedData([NAME], [column('name', { model: 'shelf.volume', rows: 0 })], false).lost).toEqual(['The 2 records of "shelf.book" are gone after the upgrade; "shelf.volume" is new.']);
  expect(comparedData([NAME], [{ ...NAME, digest: 'other' }], false).lost).toEqual(['The upgrade changed "name" of shelf.book.']);
});

test('what a formula gives may change, and what a migration script changes is its business', () => {
  expect(comparedData([{ ...NAME, readonly: true }], [{ ...NAME, digest: 'other' }], false).lost).toEqual([]);
  expect(comparedData([NAME], [{ ...NAME, digest: 'other' }], true).lost).toEqual([]);
});

test('a model that is renamed and takes its records along is kept', () => {
  const volume = (name: string, changes: Partial<ColumnState> = {}): ColumnState => column(name, { model: 'shelf.volume', ...changes });
  expect(comparedData([NAME, column('due')], [volume('name'), volume('due_date', { digest: 'of due' })], true)).toEqual({ lost: [], gone: [] });
  expect(comparedData([NAME], [volume('name', { rows: 1 })], true).lost).toHaveLength(1);
});
