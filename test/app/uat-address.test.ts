import { newUatSlug, portOfHost, portsOf, slugOfHost, uatOrigin } from '../../src/app/uat-address.js';

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

  test('is a port of the domain where there are no names, and is found again in a Host header of that domain alone', () => {
    const ports = { OMB_UAT_SCHEME: 'https', OMB_UAT_DOMAIN: '203.0.113.7', OMB_UAT_PORTS: '8501-8503' } as const;
    expect(uatOrigin(ports, newUatSlug(), 8502)).toBe('https://203.0.113.7:8502');
    expect([portsOf(ports), portsOf({ OMB_UAT_PORTS: '' })]).toEqual([{ first: 8501, last: 8503 }, null]);
    expect(['203.0.113.7:8501', '203.0.113.7:8503'].map((host) => portOfHost(ports, host))).toEqual([8501, 8503]);
    for (const host of [undefined, '', '203.0.113.7', '203.0.113.7:8500', '203.0.113.7:8504', '203.0.113.8:8501', 'x:8501', '203.0.113.7:08501x']) expect([host, portOfHost(ports, host)]).toEqual([host, null]);
    expect(portOfHost({ ...ports, OMB_UAT_PORTS: '' }, '203.0.113.7:8501')).toBeNull();
  });

  test('does not repeat', () => {
    expect(new Set(Array.from({ length: 2000 }, newUatSlug)).size).toBe(2000);
  });
});
