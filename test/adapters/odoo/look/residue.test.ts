import { lostData } from '../../../../src/adapters/odoo/look/kept-data.js';
import { residue } from '../../../../src/adapters/odoo/look/residue.js';

test('residue is what is new, by name; columns of a table that is left are not told twice', () => {
  const before = new Set(['table res_partner', 'column res_partner.name']);
  const after = new Set([...before, 'table shelf_archive', 'column shelf_archive.id', 'column res_partner.shelf_card', 'cron Old']);
  expect(residue(before, after)).toEqual(['column res_partner.shelf_card', 'cron Old', 'table shelf_archive']);
  expect(residue(before, before)).toEqual([]);
});

test('data is lost when records are fewer, gone or other than before the upgrade', () => {
  const state = (rows: number, digest: string | null) => ({ model: 'shelf.book', rows, digest });
  expect(lostData([state(2, 'a')], [state(2, 'a')])).toEqual([]);
  expect(lostData([state(2, 'a')], [state(1, 'b')])).toEqual(['shelf.book had 2 records before the upgrade and has 1 after it.']);
  expect(lostData([state(2, 'a')], [state(2, 'b')])).toEqual(['The upgrade changed records of shelf.book.']);
  expect(lostData([state(2, 'a')], [])).toEqual(['The records of shelf.book are gone after the upgrade.']);
});
