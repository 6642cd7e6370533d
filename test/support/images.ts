import { fromTestRun } from './stack.js';

export interface TestImages {
  readonly sandbox: string;
  readonly uatGateway: string;
  readonly redis: string;
}

/** Tags of our images, as `npm test` has built or found them. */
export const testImages = (): TestImages => JSON.parse(fromTestRun('OMB_TEST_IMAGES')) as TestImages;
