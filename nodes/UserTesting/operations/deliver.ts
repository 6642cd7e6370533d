import { deliver as deliverModule } from '../../../src/app/deliver.js';
import { stageOperation } from '../../shared/stage-operation.js';

export const deliver = stageOperation({
  value: 'deliver',
  name: 'Deliver Module',
  action: 'Deliver the module',
  description: 'Pack the approved module with its evidence and clean up the instance',
  needs: { docker: true },
  work: deliverModule,
});
