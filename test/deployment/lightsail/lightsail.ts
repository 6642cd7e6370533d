import { LightsailEndpoint, type EndpointOptions } from '../../fakes/lightsail/endpoint.js';
import type { Json } from '../../fakes/lightsail/region.js';
import { deployTo, type Said } from './deployed.js';

/** The endpoint of the test that runs: `lightsail()` starts it, and it ends with the test, which fails when a request was not as AWS's model has it. */
export let endpoint: LightsailEndpoint;
let calls: Said[];

export async function lightsail(options: EndpointOptions = {}): Promise<void> {
  endpoint = await LightsailEndpoint.start(options);
  calls = [];
}

/** One call of deploy.sh against it. */
export function deploy(...args: Parameters<typeof deployTo> extends [unknown, ...infer Rest] ? Rest : never): Said {
  const said = deployTo(endpoint, ...args);
  calls.push(said);
  return said;
}

/** What stands, without what an instance is given by chance. */
export const standing = (): unknown => structuredClone(endpoint.holds);

/** An instance as somebody else has made it. */
export function instanceOf(name: string, tags: readonly Json[]): Json {
  return {
    name,
    tags,
    addOns: [],
    state: { code: 0, name: 'pending' },
    networking: { ports: [] },
  };
}

afterEach(async () => {
  for (const said of calls) said.end();
  await endpoint.stop();
  delete process.env['AWS_ENDPOINT_URL'];
  expect(endpoint.wrong).toEqual([]);
});
