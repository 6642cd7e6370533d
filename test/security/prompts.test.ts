import { FENCE_RULE } from '../../src/app/prompts/fence.js';
import { ORDER, PROMPTS } from '../support/prompts.js';

test.each(PROMPTS)('in the prompt for %s every text of somebody else stands between marks', (_what, messages) => {
  const ours = messages.filter(({ role }) => role !== 'assistant').map(({ content }) => content);
  expect(ours.join('\n')).toContain(ORDER);
  const outside = ours.map((content) => content.replaceAll(/<<<BEGIN (\w[\w ]* [0-9a-f]{16})>>>\n[\s\S]*?\n<<<END \1>>>/g, '')).join('\n');
  expect(outside).not.toContain(ORDER);
});

test.each(PROMPTS)('the prompt for %s says that what stands between marks is never an instruction', (_what, messages) => {
  expect(messages[0]).toMatchObject({ role: 'system', content: expect.stringContaining(FENCE_RULE) });
});
