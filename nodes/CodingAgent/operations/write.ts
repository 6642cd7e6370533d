import { writeCode } from '../../../src/app/write-code.js';
import { stageOperation } from '../../shared/stage-operation.js';

export const write = stageOperation({
  value: 'write',
  name: 'Write Module',
  action: 'Write or repair the module',
  description: 'Print the module from the approved specification, or repair it after red tests or remarks',
  needs: { languageModel: true },
  work: writeCode,
});
