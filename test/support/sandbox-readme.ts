import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The arguments of `docker run -d …` in deployment/sandbox/README.md, up to the label. */
export function readmeProfile(): readonly string[] {
  const page = readFileSync(join(__dirname, '../../deployment/sandbox/README.md'), 'utf8');
  const command = /^docker run -d ([\s\S]*?) {2}--label /m.exec(page)?.[1];
  if (command === undefined) throw new Error('deployment/sandbox/README.md shows no docker run');
  return command.replaceAll('\\\n', ' ').trim().split(/\s+/);
}
