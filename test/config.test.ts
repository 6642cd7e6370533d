import { readConfig } from '../src/config.js';
import { DEFAULT_CHECKS } from '../src/domain/check.js';

test('every wrong setting is told at once, with what it holds', () => {
  expect(() => readConfig({ OMB_TEST_SLOTS: 'many', OMB_UAT_SCHEME: 'ftp', OMB_PUBLIC_GATEWAY_URL: 'gateway', OMB_LOG_LEVEL: 'debug' })).toThrow(
    /OMB_PUBLIC_GATEWAY_URL is "gateway": .+\n.*OMB_UAT_SCHEME is "ftp": .*http.*https.*\n.*OMB_TEST_SLOTS is "many": .+number/s,
  );
});

test('an empty setting is one that was left out', () => {
  expect(readConfig({ OMB_TEST_SLOTS: '', OMB_FRONTEND_ORIGIN: '' })).toMatchObject({ OMB_TEST_SLOTS: 2, OMB_FRONTEND_ORIGIN: '' });
});

test('checks are those that are named, none when the setting says so, and all that cost little when it is left out', () => {
  const checks = (setting?: string): readonly string[] => readConfig({ OMB_CHECKS: setting }).OMB_CHECKS;
  expect(checks('views, journeys')).toEqual(['views', 'journeys']);
  expect(checks('none')).toEqual([]);
  expect(checks('')).toEqual(DEFAULT_CHECKS);
  expect(checks()).toEqual(DEFAULT_CHECKS);
  // With what was written, and what may be.
  expect(() => checks('views,none')).toThrow(/OMB_CHECKS is "views,none": .*"crons"/);
});
