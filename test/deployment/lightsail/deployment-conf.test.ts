import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withValue } from '../../../deployment/lightsail/conf-file.js';
import { ConfError, parseDeploymentConf } from '../../../deployment/lightsail/deployment-conf.js';
import { confOf, confText } from './deployed.js';

const SHIPPED = readFileSync(join(__dirname, '../../../deployment/n8n/configs/deployment.conf'), 'utf8');

function mistakes(text: string, mode = 0o600): string[] {
  try {
    parseDeploymentConf({ file: 'deployment.conf', text, mode });
    return [];
  } catch (error) {
    if (!(error instanceof ConfError)) throw error;
    return error.mistakes.map(({ line, message }) => `${line}: ${message}`);
  }
}

/** Of lines in a whole configuration. */
const LINES = confText().trimEnd().split('\n').length;

test('the configuration that is shipped lacks the operator’s address alone', () => {
  expect(mistakes(SHIPPED)).toEqual([expect.stringMatching(/^\d+: OPERATOR_CIDRS is empty; write your own address/)]);
  expect(mistakes(withValue(SHIPPED, 'OPERATOR_CIDRS', '203.0.113.7/32,2001:db8::/48'))).toEqual([]);
});

test('a right configuration says what is wanted', () => {
  expect(confOf({ OPERATOR_CIDRS: '"203.0.113.7/32, 198.51.100.0/24" # home, office', AWS_ZONE: 'b' })).toMatchObject({
    project: 'omb', region: 'eu-central-1', zone: 'eu-central-1b', operatorCidrs: ['203.0.113.7/32', '198.51.100.0/24'], dockerHosts: 2, snapshotHour: 3,
  });
});

test('each mistake is told with its line and its mend, all at once', () => {
  const text = `${confText({ PROJECT: 'Omb', OPERATOR_CIDRS: '203.0.113.7', DOCKER_HOSTS: 'two', AWS_REGION: 'Frankfurt' })}DOKER_HOSTS=3\nwhat is this\nN8N_MEMORY_GB=8\n`;
  expect(mistakes(text)).toEqual([
    '1: PROJECT must be 3 to 32 of a-z, 0-9 and -, begin with a letter and not end with -',
    '2: AWS_REGION must be a region of AWS like eu-central-1',
    '7: OPERATOR_CIDRS “203.0.113.7” is no network; write an address with its length, like 203.0.113.7/32',
    '9: DOCKER_HOSTS must be a whole number from 1 to 18 (AWS gives an account 20 instances)',
    `${LINES + 1}: DOKER_HOSTS is no setting; did you mean DOCKER_HOSTS?`,
    `${LINES + 2}: is neither KEY=value nor a comment; write # before a comment`,
    `${LINES + 3}: N8N_MEMORY_GB stands in line 8 already; keep one of them`,
  ]);
});

test.each([
  ['SSH for everybody', { OPERATOR_CIDRS: '0.0.0.0/0' }, /half the world/],
  ['SSH for everybody by IPv6', { OPERATOR_CIDRS: '::/0' }, /half the world/],
  ['an address beyond its length', { OPERATOR_CIDRS: '203.0.113.7/24' }, /write 203\.0\.113\.0\/24/],
  ['half of a key', { AWS_ACCESS_KEY_ID: '' }, /belong together/],
  ['a domain with a path', { DOMAIN: 'builder.example.com/n8n' }, /^12: DOMAIN must be a name/],
  ['a password that n8n refuses', { OWNER_PASSWORD: 'longbutplain' }, /^14: OWNER_PASSWORD must have .* a digit/],
  ['a key that would end its line', { OPENAI_API_KEY: '"sk-\'1"' }, /^16: OPENAI_API_KEY must have no space/],
  ['a model’s address that is none', { OPENAI_BASE_URL: 'api.example.com' }, /^17: OPENAI_BASE_URL must be an address/],
  ['backups that are kept for no time', { BACKUP_DAYS: '0' }, /BACKUP_DAYS must be a whole number from 1 to 365/],
  ['a wildcard for a domain', { UAT_DOMAIN: '*.uat.example.com' }, /UAT_DOMAIN must be a name/],
  ['a plugin that certbot has not', { DNS_PLUGIN: 'bind', DNS_CREDENTIALS: 'dns.ini' }, /DNS_PLUGIN must be one of .*rfc2136/],
  ['a plugin without its key', { DNS_PLUGIN: 'rfc2136' }, /DNS_CREDENTIALS belong together/],
  ['a page instead of an origin', { FRONTEND_ORIGIN: 'https://app.example.com/try' }, /FRONTEND_ORIGIN must be an origin/],
  ['an hour that is none', { SNAPSHOT_HOUR: '24' }, /hour from 0 to 23/],
  ['a quote that does not end', { AWS_PROFILE: '"work' }, /quote that does not end/],
])('%s is refused', (_, values, message) => {
  expect(mistakes(confText(values))).toEqual([expect.stringMatching(message)]);
});

test('a missing key is told, and a secret in a file that others may read', () => {
  expect(mistakes(confText().replace(/^DOCKER_HOSTS=.*\n/m, ''))).toEqual([`${LINES - 1}: DOCKER_HOSTS is missing; add the line DOCKER_HOSTS=`]);
  expect(mistakes(confText(), 0o644)).toEqual(['6: AWS_SECRET_ACCESS_KEY stands in a file that others may read; chmod 600 deployment.conf']);
  expect(mistakes(confText({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', OPENAI_API_KEY: 'sk-1' }), 0o644)).toEqual(['16: OPENAI_API_KEY stands in a file that others may read; chmod 600 deployment.conf']);
});

test('live Odoos are below the domain, or at one of their own; without any they have no place', () => {
  const uatDomain = (values: Readonly<Record<string, string>>): string | null => confOf(values).uatDomain;
  expect([uatDomain({ DOMAIN: 'b.example.com' }), uatDomain({ DOMAIN: 'b.example.com', UAT_DOMAIN: 'try.example.org' }), uatDomain({})]).toEqual(['uat.b.example.com', 'try.example.org', null]);
});

test('no message repeats a secret', () => {
  expect(mistakes(confText({ AWS_SECRET_ACCESS_KEY: '"canary', AWS_ACCESS_KEY_ID: 'canary!', OWNER_PASSWORD: 'canary', EDITOR_PASSWORD: 'canary', OPENAI_API_KEY: 'canary canary' })).join('\n')).not.toContain('canary');
});
