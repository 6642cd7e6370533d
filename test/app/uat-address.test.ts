import { newUatSlug, slugOfHost, uatOrigin } from '../../src/app/uat-address.js';

const config = { OMB_UAT_SCHEME: 'https', OMB_UAT_DOMAIN: 'uat.example.com:8443' } as const;

describe('the address of a UAT instance', () => {
  test('is its slug below the domain, and the slug is found again in a Host header with any port or none', () => {
    const slug = newUatSlug();
    expect(uatOrigin(config, slug)).toBe(`https://${slug}.uat.example.com:8443`);
    for (const host of [`${slug}.uat.example.com:8443`, `${slug}.uat.example.com`, `${slug}.UAT.example.com:1`]) expect(slugOfHost(config, host)).toBe(slug);
  });

  test.each([undefined, '', 'uat.example.com', 'short.uat.example.com', `${'a'.repeat(20)}.example.com`, `x.${'a'.repeat(20)}.uat.example.com`, `${'a'.repeat(20)}.uat.example.com.evil.org`, `${'-'.repeat(20)}.uat.example.com`])('no slug is read from %p', (host) => {
    expect(slugOfHost(config, host)).toBeNull();
  });

  test('does not repeat', () => {
    expect(new Set(Array.from({ length: 2000 }, newUatSlug)).size).toBe(2000);
  });
});
