import { namesText } from '../../../deployment/lightsail/names-text.js';
import { confOf } from './deployed.js';

test('a plan says by what names people come, and what is wrong with them', () => {
  const said = (values: Readonly<Record<string, string>>): string => namesText(confOf(values));
  const plugin = { DNS_PLUGIN: 'rfc2136', DNS_CREDENTIALS: 'dns.ini' };
  expect(said({ DOMAIN: 'b.example.com', ...plugin })).toBe('b.example.com; *.uat.b.example.com for live Odoos');
  expect(said({ DOMAIN: 'b.example.com' })).toBe('b.example.com; *.uat.b.example.com for live Odoos, without a certificate (DNS_PLUGIN): browsers warn, and no frame shows them');
  expect(said({ UAT_DOMAIN: 'try.example.org', ...plugin })).toBe('no DOMAIN, so the editor is at the address, for operators alone, and browsers warn of it; *.try.example.org for live Odoos');
  expect(said({})).toContain('live Odoos have its ports 8501 to 8644');
});
