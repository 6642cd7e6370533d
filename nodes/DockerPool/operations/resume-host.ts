import { resumeHost as resume } from '../../../src/app/hosts/resume-host.js';
import { appOf } from '../../shared/app-of.js';
import type { Operation } from '../../shared/operation.js';
import { hostNameField } from './host-name.js';

export const resumeHost: Operation = {
  value: 'resumeHost',
  name: 'Resume Host',
  action: 'Resume a Docker host',
  description: 'Start sandboxes again on a host that is draining',
  fields: [hostNameField],
  async execute(context, itemIndex) {
    return [await resume(await appOf(context, itemIndex, { docker: true }), context.getNodeParameter('hostName', itemIndex) as string)];
  },
};
