import { writeSpec } from '../../../src/app/write-spec.js';
import { stageOperation } from '../../shared/stage-operation.js';

export const write = stageOperation({
  value: 'write',
  name: 'Write Specification',
  action: 'Write a specification',
  description: 'Turn requirements or feedback into the next revision of the specification',
  needs: { languageModel: true },
  work: writeSpec,
});
