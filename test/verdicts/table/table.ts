import type { VerdictCase } from '../case.js';
import { DATA } from './data.js';
import { JOURNEYS } from './journeys.js';
import { LIFECYCLE } from './lifecycle.js';
import { MANIFEST } from './manifest.js';
import { OBSOLETE } from './obsolete.js';
import { PAGES } from './pages.js';
import { PYTHON } from './python.js';
import { REFERENCES } from './references.js';
import { RIGHT } from './right.js';
import { TESTS } from './tests.js';

/** Every case of the verdict table. */
export const TABLE: readonly VerdictCase[] = [...MANIFEST, ...PYTHON, ...OBSOLETE, ...REFERENCES, ...DATA, ...TESTS, ...PAGES, ...JOURNEYS, ...LIFECYCLE, ...RIGHT];
