import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** `deployment/n8n/configs/n8n.env` below a project's or a release's folder. */
export async function readN8nSettings(root: string): Promise<Record<string, string>> {
  return parseEnv(await readFile(join(root, 'deployment/n8n/configs/n8n.env'), 'utf8')) as Record<string, string>;
}
