import { StringDecoder } from 'node:string_decoder';

const MAX_LINE_CHARACTERS = 256 * 1024;

/** Cuts a stream into lines; one that never ends is cut off. */
export class BoundedLines {
  private readonly decoder = new StringDecoder('utf8');
  private partial = '';

  constructor(private readonly onLine: (line: string) => void) {}

  write(chunk: Buffer): void {
    const lines = (this.partial + this.decoder.write(chunk)).split('\n');
    this.partial = (lines.pop() ?? '').slice(0, MAX_LINE_CHARACTERS);
    for (const line of lines) if (line !== '') this.onLine(line.slice(0, MAX_LINE_CHARACTERS));
  }
}
