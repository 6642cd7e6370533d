import { open } from 'node:fs/promises';

/** How far back from its end a log is read: enough for 20 long lines. */
const TAIL_BYTES = 16_384;

/** The last lines of a log file, or '' when there is none. */
export async function lastLines(file: string, count: number): Promise<string> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - start), position: start });
    return buffer.subarray(0, bytesRead).toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
  } finally {
    await handle.close();
  }
}
