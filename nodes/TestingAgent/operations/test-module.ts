import { testModule } from '../../../src/app/test-module.js';
import { stageOperation } from '../../shared/stage-operation.js';

export const test = stageOperation({
  value: 'test',
  name: 'Test Module',
  action: 'Test the module',
  description: 'Install the module in a sandbox without network, run its tests in a real Odoo and look at its pages',
  needs: { docker: true },
  work: testModule,
});
