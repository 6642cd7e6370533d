import { setUpHost } from './set-up-host.js';

/** What setup-n8n.sh calls when databases and n8n are there: the rest, in typed code. */
function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run setup-n8n.sh`);
  return value;
}

const say = (line: string): void => void process.stdout.write(`setup-n8n.sh: ${line}\n`);

setUpHost({ release: environment('OMB_RELEASE'), n8n: environment('OMB_N8N'), replaceEdits: environment('OMB_REPLACE_WORKFLOWS') === 'true' }, say).then(
  // The product's connections are kept open for whoever comes next; here nobody does.
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`setup-n8n.sh: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
