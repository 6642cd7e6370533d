import type { AnswerStore, Completion } from '../../src/ports/language-model.js';

/** Paid answers in memory. */
export class MemoryAnswerStore implements AnswerStore {
  readonly answers = new Map<string, Completion>();

  async find(inputDigest: string): Promise<Completion | null> {
    return this.answers.get(inputDigest) ?? null;
  }

  async save(inputDigest: string, _sessionId: string, answer: Completion): Promise<void> {
    if (!this.answers.has(inputDigest)) this.answers.set(inputDigest, answer);
  }

  async forget(inputDigests: readonly string[]): Promise<void> {
    for (const digest of inputDigests) this.answers.delete(digest);
  }
}
