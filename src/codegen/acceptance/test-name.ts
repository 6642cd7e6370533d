import type { Criterion } from '../../domain/module-spec/acceptance.js';

/** `test_ac_1_a_book_can_be_lent`: from the name of a failed test back to its criterion. */
export function testName(criterion: Criterion): string {
  const slug = criterion.title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 50).replace(/_+$/, '');
  const number = criterion.id.slice('AC-'.length);
  return slug === '' ? `test_ac_${number}` : `test_ac_${number}_${slug}`;
}
