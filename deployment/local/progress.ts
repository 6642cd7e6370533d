import type { Writable } from 'node:stream';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Progress by stage with times: one line that changes on a terminal, plain lines elsewhere. */
export class Progress {
  private stage: { readonly name: string; readonly startedAt: number } | null = null;
  private detail = '';
  private timer: NodeJS.Timeout | null = null;
  private readonly live: boolean;
  readonly times: { readonly name: string; readonly ms: number }[] = [];

  constructor(private readonly out: Writable & { readonly isTTY?: boolean; readonly columns?: number }, private readonly now: () => number = Date.now) {
    this.live = out.isTTY === true;
  }

  /** Ends the stage before, if any, and begins this one. */
  start(name: string): void {
    this.done();
    this.stage = { name, startedAt: this.now() };
    this.detail = '';
    if (this.live) {
      this.timer = setInterval(() => this.draw(), 200);
      this.draw();
    }
  }

  /** What happens inside the stage, e.g. a line of a build. Shown on a terminal only. */
  note(line: string): void {
    this.detail = line.replaceAll(/\s+/g, ' ').trim();
    if (this.live) this.draw();
  }

  /** A line of its own, above the moving one. */
  say(line: string): void {
    this.clear();
    this.out.write(`${line}\n`);
    if (this.live && this.stage !== null) this.draw();
  }

  done(outcome = ''): void {
    if (this.stage === null) return;
    if (this.timer !== null) clearInterval(this.timer);
    const ms = this.now() - this.stage.startedAt;
    this.times.push({ name: this.stage.name, ms });
    this.clear();
    this.out.write(`  ✓ ${this.stage.name.padEnd(34)} ${seconds(ms).padStart(8)}${outcome === '' ? '' : `  ${outcome}`}\n`);
    this.stage = null;
  }

  /** Ends without a tick: the stage did not succeed. */
  fail(): void {
    if (this.stage === null) return;
    if (this.timer !== null) clearInterval(this.timer);
    this.clear();
    this.out.write(`  ✗ ${this.stage.name.padEnd(34)} ${seconds(this.now() - this.stage.startedAt).padStart(8)}\n`);
    this.stage = null;
  }

  private draw(): void {
    if (this.stage === null) return;
    const text = `  … ${this.stage.name.padEnd(34)} ${seconds(this.now() - this.stage.startedAt).padStart(8)}  ${this.detail}`;
    this.out.write(`\r\u001B[K${text.slice(0, (this.out.columns ?? 100) - 1)}`);
  }

  private clear(): void {
    if (this.live) this.out.write('\r\u001B[K');
  }
}
