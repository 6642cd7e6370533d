import { openUat } from '../../../src/app/open-uat.js';
import { stageOperation } from '../../shared/stage-operation.js';

export const open = stageOperation({
  value: 'open',
  name: 'Open Instance',
  action: 'Open a user testing instance',
  description: 'Start a live Odoo with the module for the person to try',
  needs: { docker: true },
  work: openUat,
});
