import type { Sandbox } from '../../ports/sandbox.js';
import { dataBytes, type DataBytes } from './database.js';

/** Two databases of the template, a copy and a fair module take some 200 MB. */
const MAX_GROWTH_BYTES = 1024 * 1024 * 1024;
/** The disk has no share for each sandbox: who fills and empties a table without end slows all others. With every check the library example writes 12 MB, the vehicle workshop 16. */
const MAX_WRITTEN_BYTES = 4 * 1024 * 1024 * 1024;
const LOOK_EVERY_MS = 3000;

/** Calls `onFull` when Postgres' data has grown, or been written, by more than the limit since the first look; ends with the function that it returns. */
export function watchDisk(sandbox: Sandbox, onFull: () => void): () => void {
  let atFirst: DataBytes | null = null;
  const look = (): void => {
    dataBytes(sandbox).then((bytes) => {
      if (bytes === null) return;
      atFirst ??= bytes;
      if (bytes.held - atFirst.held > MAX_GROWTH_BYTES || bytes.written - atFirst.written > MAX_WRITTEN_BYTES) onFull();
    }, () => undefined);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
