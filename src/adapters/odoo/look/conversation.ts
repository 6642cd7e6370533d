import { randomBytes } from 'node:crypto';
import type { LogRecord } from '../../../domain/observation.js';
import type { Sandbox, SandboxProcess } from '../../../ports/sandbox.js';
import { BoundedLines } from '../bounded-lines.js';
import { LOOK_DATABASE } from '../database.js';
import { parseLine } from '../log-records.js';
import { lookCommand, type Python } from '../run-odoo.js';

const MAX_RECORDS = 20_000;
const MAX_LOG_CHARACTERS = 4 * 1024 * 1024;

export type Answer = Readonly<Record<string, unknown>>;

export interface ConversationOptions {
  readonly database?: string;
  readonly options?: readonly string[];
  /** An Odoo that is loaded anew when left out. */
  readonly python?: Python;
}

/** The talk with look.py: one command at a time, each under a key that is new, so that an answer belongs to its question. */
export class Conversation {
  readonly records: LogRecord[] = [];
  log = '';
  private pending: { readonly key: string; readonly answers: Answer[]; readonly resolve: (answers: readonly Answer[] | null) => void } | null = null;
  private over = false;

  private constructor(private readonly process: SandboxProcess) {
    const lines = new BoundedLines((line) => this.hear(line));
    process.stdout.on('data', (chunk: Buffer) => lines.write(chunk));
    process.stdout.on('end', () => this.end());
    process.stdout.on('error', () => this.end());
    process.stderr.on('data', (chunk: Buffer) => {
      if (this.log.length < MAX_LOG_CHARACTERS) this.log += chunk.toString('utf8');
    });
    process.stdin.on('error', () => this.end());
  }

  /** With an Odoo that is being loaded; the database has to be there. The first thing to ask is `meet`. `options`: of look.py. */
  static async begin(sandbox: Sandbox, { database = LOOK_DATABASE, options = [], python }: ConversationOptions = {}): Promise<Conversation> {
    return new Conversation(await sandbox.spawn({ command: lookCommand(database, options, python), user: 'odoo' }));
  }

  get isOver(): boolean {
    return this.over;
  }

  /** All answers to a command, the last one with `done`; null when the process ended first. */
  ask(command: Answer): Promise<readonly Answer[] | null> {
    if (this.over) return Promise.resolve(null);
    const key = randomBytes(16).toString('hex');
    return new Promise((resolve) => {
      this.pending = { key, answers: [], resolve };
      this.process.stdin.write(`${JSON.stringify({ ...command, key })}\n`);
    });
  }

  stop(): Promise<void> {
    this.end();
    return this.process.kill();
  }

  private hear(line: string): void {
    const { pending } = this;
    const answer = pending !== null && line.includes(pending.key) ? parsed(line) : null;
    if (pending === null || answer?.['key'] !== pending.key) {
      if (this.records.length < MAX_RECORDS) this.records.push(parseLine(line));
      return;
    }
    pending.answers.push(answer);
    if (answer['done'] !== true) return;
    this.pending = null;
    pending.resolve(pending.answers);
  }

  private end(): void {
    this.over = true;
    const { pending } = this;
    this.pending = null;
    pending?.resolve(null);
  }
}

function parsed(line: string): Answer | null {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return null;
  }
}
