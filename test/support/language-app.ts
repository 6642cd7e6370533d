import { createHash } from 'node:crypto';
import { openAiLanguageModel } from '../../src/adapters/openai/language-model.js';
import { createPythonChecker } from '../../src/adapters/python/checker.js';
import type { App } from '../../src/app/app.js';
import { readConfig } from '../../src/config.js';
import type { Score } from '../../src/domain/checkpoint.js';
import type { Command, Digest, Session } from '../../src/domain/session.js';
import type { Failure, Verdict } from '../../src/domain/verdict.js';
import { createLog } from '../../src/log.js';
import type { PythonChecker } from '../../src/ports/python-checker.js';
import { FakeClock } from '../fakes/clock.js';
import { MemoryAnswerStore } from '../fakes/memory-answer-store.js';
import { MemoryCureStore } from '../fakes/memory-cure-store.js';
import { MemoryArtifactStore } from '../fakes/memory-artifact-store.js';
import { MemoryEvents } from '../fakes/memory-events.js';
import { MemorySessionStore } from '../fakes/memory-session-store.js';

const NOBODY = (name: string): never => { throw new Error(`${name} is not part of this test`); };

export const SESSION = 'session-1';

/** The use cases of SpecAgent and CodingAgent over memory, a real CPython, and the model at `baseUrl` (none: no LLM). */
export class LanguageApp {
  readonly clock = new FakeClock();
  readonly events = new MemoryEvents();
  readonly store = new MemorySessionStore(this.clock, this.events);
  readonly artifacts = new MemoryArtifactStore();
  readonly answers = new MemoryAnswerStore();
  readonly cures = new MemoryCureStore();
  readonly app: App;

  /**
   * @param python shared by the tests of a file: it takes a second to start
   * @param strong there is a second model, at the same address
   * @param timeoutMs for a call of the model: short only where it is meant to run out
   */
  constructor(baseUrl: string | null, python: PythonChecker = createPythonChecker(), timeoutMs = 30_000, strong = false) {
    this.app = {
      store: this.store, artifacts: this.artifacts, answers: this.answers, cures: this.cures, events: this.events, clock: this.clock,
      model: baseUrl === null ? null : openAiLanguageModel({ apiKey: 'key', baseUrl, model: 'scripted', maxRetries: 0, timeoutMs }),
      strongModel: baseUrl === null || !strong ? null : openAiLanguageModel({ apiKey: 'key', baseUrl, model: 'scripted-strong', maxRetries: 0, timeoutMs }),
      python, config: readConfig({}), log: createLog('silent'), pool: null, hosts: null, tester: null, warm: null,
      figures: new Proxy({} as App['figures'], { get: () => NOBODY('figures') }),
      uats: new Proxy({} as App['uats'], { get: () => NOBODY('uats') }),
      uatStates: new Proxy({} as App['uatStates'], { get: () => NOBODY('uatStates') }),
      liveOdoo: new Proxy({} as App['liveOdoo'], { get: () => NOBODY('liveOdoo') }),
      pack: () => NOBODY('pack'),
    };
  }

  async text(digest: Digest | null): Promise<string> {
    const artifact = digest === null ? null : await this.artifacts.get(SESSION, digest);
    if (!artifact) throw new Error(`no artifact ${digest}`);
    return Buffer.from(artifact.bytes).toString('utf8');
  }

  async json(digest: Digest | null): Promise<unknown> {
    return JSON.parse(await this.text(digest)) as unknown;
  }

  put(text: string): Promise<Digest> {
    return this.artifacts.put(SESSION, createHash('sha256').update(text).digest('hex'), 'text/plain', Buffer.from(text));
  }

  async submit(sent: { requirements?: string; spec?: unknown; tokens?: number }): Promise<Session> {
    const command: Command = {
      type: 'submit', odooVersion: '19.0', language: 'en', budget: { repairRounds: 3, tokens: sent.tokens ?? 100_000, strong: this.app.strongModel !== null },
      requirements: sent.requirements === undefined ? null : await this.put(sent.requirements),
      spec: sent.spec === undefined ? null : await this.put(JSON.stringify(sent.spec)),
    };
    return (await this.store.create({ id: SESSION, tokenDigest: '', command })).session;
  }

  async modifySpec(text: string): Promise<void> {
    const feedback = await this.put(JSON.stringify({ text, from: 'spec_review' }));
    await this.store.apply(SESSION, { type: 'review_spec', decision: 'modify', feedback });
  }

  async approveSpec(): Promise<void> {
    await this.store.apply(SESSION, { type: 'review_spec', decision: 'approve', feedback: null });
  }

  /** A verdict as the testing stage would report it. */
  async tested(failures: readonly Partial<Failure>[], score?: Score): Promise<Session> {
    const full = failures.map((failure) => ({ kind: 'test', by: 'failed-tests', criterion: null, file: null, line: null, message: '', traceback: null, sentence: '', ...failure }));
    const verdict: Partial<Verdict> = { green: failures.length === 0, failures: full as Failure[] };
    const report = await this.put(JSON.stringify(verdict));
    return (await this.store.apply(SESSION, { type: 'module_tested', green: failures.length === 0, report, usage: { inputTokens: 0, outputTokens: 0, llmCalls: 0 }, score })).session;
  }

  async rejectUat(text: string, remarks: readonly { criterion: string; text: string }[]): Promise<void> {
    await this.store.apply(SESSION, { type: 'uat_opened', slug: 'slug01' });
    const feedback = await this.put(JSON.stringify({ text, remarks, from: 'uat' }));
    await this.store.apply(SESSION, { type: 'review_uat', decision: 'reject', feedback });
  }
}
