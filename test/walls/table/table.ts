import type { Probe } from '../probe.js';
import { FILES } from './files.js';
import { FORGING } from './forging.js';
import { LIMITS } from './limits.js';
import { OTHERS, RIGHTS } from './machine.js';
import { NETWORK } from './network.js';

/** Every hostile module and probe. */
export const TABLE: readonly Probe[] = [...NETWORK, ...RIGHTS, ...OTHERS, ...LIMITS, ...FORGING, ...FILES];
