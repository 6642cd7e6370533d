import { randomBytes } from 'node:crypto';
import { startRedis, type LocalRedis } from '../../deployment/local/redis-container.js';
import { testImages } from './images.js';

/** A Redis of its own in a container of our image, on a free port of this machine's loopback. */
export const testRedis = (): Promise<LocalRedis> => startRedis(testImages().redis, `omb-test-redis-${randomBytes(4).toString('hex')}`);
