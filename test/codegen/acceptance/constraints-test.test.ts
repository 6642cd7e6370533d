import { constraintsTest } from '../../../src/codegen/acceptance/constraints-test.js';
import { Imports } from '../../../src/codegen/python/imports.js';
import { SpecIndex } from '../../../src/codegen/spec/spec-index.js';
import { storedSpec } from '../../support/stored-spec.js';

const printed = (example: string): string => constraintsTest(new SpecIndex(storedSpec(`examples/${example}`).spec), new Imports()).join('\n');

test('a check of the database is asked with the values at which it turns', () => {
  expect(printed('bike-rental')).toContain('self.assertFalse(\n            self.fits("bike.bike", "bike_bike_price_positive", {"price": 0}),\n');
});

test('a check in Python is asked of a record that is not kept', () => {
  const code = printed('gift-wrapping');
  expect(code).toContain('self.assertTrue(\n            self.holds(\n                self.env["sale.order"].new({"gift_card": "x" * 200})._check_gift_card_length,\n');
  expect(code).toContain('self.assertFalse(\n            self.holds(\n                self.env["sale.order"].new({"gift_card": "x" * 201})._check_gift_card_length,\n');
});

test('what is computed or of another record is left to the scenarios', () => {
  expect(printed('course-enrolment')).not.toContain('_check_not_too_many');
  expect(printed('meeting-rooms')).not.toContain('_check_seats');
  expect(printed('service-desk')).toBe('');
});
