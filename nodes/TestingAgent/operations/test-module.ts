import { testModule } from '../../../src/app/test-module.js';
import type { CheckName } from '../../../src/domain/check.js';
import { stageOperation } from '../../shared/stage-operation.js';
import { checkOptions } from './check-options.js';

export const test = stageOperation({
  value: 'test',
  name: 'Test Module',
  action: 'Test the module',
  description: 'Install the module in a sandbox without network, run its tests in a real Odoo and try what the tests do not',
  // A test that notices nothing is written anew.
  needs: { docker: true, languageModel: true },
  options: checkOptions,
  work: (app, sessionId, { checks }) => testModule(app, sessionId, checks as readonly CheckName[] | undefined),
});
