import type { INodeProperties } from 'n8n-workflow';
import type { CheckName } from '../../../src/domain/check.js';

const CHECKS: ReadonlyArray<{ readonly name: string; readonly value: CheckName; readonly description: string }> = [
  { name: 'Access Rights', value: 'access', description: 'Do what each group may and may not do, as a user of that group' },
  { name: 'Demo Data', value: 'demo', description: 'Load the demo data' },
  { name: 'Journeys', value: 'journeys', description: 'Do in a browser what each acceptance criterion asks for, with a picture a step' },
  { name: 'Life Cycle', value: 'lifecycle', description: 'Upgrade with the data kept, uninstall without residue, install again' },
  { name: 'Mail Templates', value: 'mail_templates', description: 'Write every mail once' },
  { name: 'Pages', value: 'pages', description: 'Open every menu and action in a browser' },
  { name: 'Reports', value: 'reports', description: 'Print every report as HTML' },
  { name: 'Scheduled Jobs', value: 'crons', description: 'Run every scheduled job and server action once' },
  { name: 'Views', value: 'views', description: 'Show every view with a record' },
];

/** What is tried of a module beyond its own tests; `OMB_CHECKS` where the option is not set. */
export const checkOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Checks',
      name: 'checks',
      type: 'multiOptions',
      default: ['access', 'demo', 'lifecycle', 'mail_templates', 'pages', 'reports', 'crons', 'views'],
      description: 'What is tried of the module beyond its own tests',
      options: [...CHECKS],
    },
  ],
};
