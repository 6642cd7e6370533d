import { iconFile } from '../../src/codegen/icon/icon.js';
import { EXAMPLES } from '../support/examples.js';
import { storedSpec } from '../support/stored-spec.js';

const bytes = (name: string, title: string, category: string): string => Buffer.from(iconFile({ name, title, category }).content as Uint8Array).toString('base64');

test('an icon is the same each time, another for each example, and depends on what the module is about', () => {
  const icons = EXAMPLES.map((path) => Buffer.from(iconFile(storedSpec(path).spec).content as Uint8Array).toString('base64'));
  expect(new Set(icons).size).toBe(EXAMPLES.length);
  expect(bytes('zoo', 'Zoo', 'Services')).toBe(bytes('zoo', 'Zoo', 'Services'));
  expect(bytes('zoo', 'Zoo', 'Human Resources')).not.toBe(bytes('zoo', 'Zoo', 'Services'));
  expect(bytes('zoo', 'Room calendar', 'Services')).not.toBe(bytes('zoo', 'Zoo', 'Services'));
});

test('an icon is a PNG of 128 by 128 with a palette that PNG allows', () => {
  const file = Buffer.from(iconFile({ name: 'zoo', title: 'Zoo', category: 'Services' }).content as Uint8Array);
  expect([file.subarray(1, 4).toString(), file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual(['PNG', 128, 128]);
  const palette = file.indexOf('PLTE');
  expect(file.readUInt32BE(palette - 4)).toBeLessThanOrEqual(256 * 3);
});
