import { z } from 'zod/v4';
import type { LogRecord } from '../../domain/observation.js';

const record = z.object({
  at: z.number(),
  level: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']).catch('INFO'),
  logger: z.string(),
  path: z.string(),
  line: z.number().int(),
  message: z.string(),
  traceback: z.string().nullable(),
});

/** JSON lines of launch.py as records. A line that is none (hostile code found the stream) becomes an ERROR of its own, which no verdict forgives. */
export function parseLogRecords(stdout: string): LogRecord[] {
  return stdout.split('\n').filter((line) => line !== '').map(parseLine);
}

export function parseLine(line: string): LogRecord {
  try {
    return record.parse(JSON.parse(line));
  } catch {
    return { at: 0, level: 'ERROR', logger: 'sandbox.launch', path: '', line: 0, message: `Unreadable line in the log of the run: ${line.slice(0, 200)}`, traceback: null };
  }
}
