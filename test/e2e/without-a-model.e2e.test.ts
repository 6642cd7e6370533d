import { MINUTE } from '../support/journey.js';
import { startTestStack, type TestStack } from '../support/stack.js';
import { badInput } from './without-a-model/bad-input.js';
import { mainJob } from './without-a-model/main-job.js';

/** One product for both, for each start of n8n takes a whole processor for seconds. Bad input comes first: it looks at all that is stored. */
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
}, 5 * MINUTE);

afterAll(async () => stack?.stop(), MINUTE);

describe('what nobody may send', () => badInput(() => stack));
describe('a ModuleSpec through the real webhooks', () => mainJob(() => stack));
