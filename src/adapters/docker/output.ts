import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is cut for onLine; hostile code may never end one. */
const MAX_LINE_CHARACTERS = 64 * 1024;

/** Keeps the first `limit` bytes of a stream, counts the rest, and tells each line as it comes, and when it is full. */
export class BoundedOutput extends Writable {
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private dropped = 0;
  private readonly decoder = new StringDecoder('utf8');
  private partial = '';

  constructor(private readonly limit: number, private readonly onLine?: (line: string) => void, private readonly onFull?: () => void) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const room = Math.max(0, this.limit - this.keptBytes);
    const taken = chunk.subarray(0, room);
    if (taken.length > 0) this.kept.push(taken);
    this.keptBytes += taken.length;
    if (taken.length < chunk.length && this.dropped === 0) this.onFull?.();
    this.dropped += chunk.length - taken.length;
    if (this.onLine) this.feed(this.decoder.write(chunk), this.onLine);
    done();
  }

  /** Tells an unfinished last line. */
  flush(): void {
    if (this.onLine && this.partial !== '') this.onLine(this.partial);
    this.partial = '';
  }

  text(): string {
    return Buffer.concat(this.kept).toString('utf8');
  }

  get droppedBytes(): number {
    return this.dropped;
  }

  private feed(text: string, onLine: (line: string) => void): void {
    const lines = (this.partial + text).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) onLine(line.slice(0, MAX_LINE_CHARACTERS));
    this.partial = last.slice(0, MAX_LINE_CHARACTERS);
  }
}
