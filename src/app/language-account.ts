import { asBuilderError, BuilderError } from '../domain/errors.js';
import { MAX_STAGE_ATTEMPTS, NO_USAGE, type Command, type Session, type Usage } from '../domain/session.js';
import { addUsage as add, priced, readPrices } from '../domain/price.js';
import { spending } from '../domain/spending.js';
import type { Completion, CompletionRequest, LanguageModel } from '../ports/language-model.js';
import type { App } from './app.js';
import { remembered } from './answers.js';
import { promptVersion } from './prompts/version.js';

/** A rough lower bound of what a text costs, to stop before the cap and not after it. */
const CHARACTERS_A_TOKEN = 4;

/** Which of the configured models is asked. The first one stands in where there is no second. */
export type Writer = 'first' | 'second';

/** The usage that an error's evidence tells of. */
function usageOf(error: BuilderError): Usage {
  const usage = error.details['usage'];
  return typeof usage === 'object' && usage !== null ? (usage as Usage) : NO_USAGE;
}

/**
 * The language models of one run of one stage: remembers answers, sums what they cost, keeps to the session's
 * budgets, and asks once more when an answer was cut short or is no JSON.
 */
export class LanguageAccount {
  private saved: Usage = NO_USAGE;
  private lost: Usage = NO_USAGE;
  /** Keys of the remembered answers that this run has used. */
  private readonly used = new Set<string>();

  constructor(private readonly app: App, private readonly session: Session, private readonly signal: AbortSignal) {}

  /** All that this run has cost. */
  get usage(): Usage {
    return add(this.saved, this.lost);
  }

  get available(): boolean {
    return this.app.model !== null;
  }

  /** @throws BuilderError user `llm_not_configured` | `budget_spent`, and what the LanguageModel throws */
  async complete(request: Omit<CompletionRequest, 'signal'>, writer: Writer = 'first'): Promise<Completion> {
    try {
      return await this.once(request, writer);
    } catch (error) {
      if (!(error instanceof BuilderError) || (error.code !== 'llm_truncated' && error.code !== 'llm_invalid_json')) throw error;
      const longer = error.code === 'llm_truncated' ? 2 * request.maxOutputTokens : request.maxOutputTokens;
      return this.once({ ...request, maxOutputTokens: longer }, writer);
    }
  }

  /** True where the second model is another one than the first. */
  get hasSecond(): boolean {
    return this.app.strongModel !== null;
  }

  private async once(request: Omit<CompletionRequest, 'signal'>, writer: Writer): Promise<Completion> {
    const model = writer === 'second' ? (this.app.strongModel ?? this.app.model) : this.app.model;
    if (!model) throw new BuilderError('user', 'llm_not_configured', 'No language model is configured.');
    this.checkBudget(request);
    try {
      const answer = await remembered(model, this.app.answers, this.session.id, (key) => this.used.add(key)).complete({ ...request, signal: this.signal });
      this.app.log.info({ sessionId: this.session.id, purpose: request.purpose, prompt: promptVersion(request.messages), model: answer.model, usage: answer.usage }, 'the language model has answered');
      this.saved = add(this.saved, this.costOf(model, answer.usage));
      return answer;
    } catch (error) {
      if (error instanceof BuilderError) this.lost = add(this.lost, this.costOf(model, usageOf(error)));
      throw error;
    }
  }

  private costOf(model: LanguageModel, usage: Usage): Usage {
    return priced(usage, readPrices(this.app.config.OMB_LLM_PRICES).get(model.model));
  }

  private checkBudget(request: Omit<CompletionRequest, 'signal'>): void {
    const { budget, usage, workedMs, updatedAt } = this.session;
    const spent = add(usage, this.usage);
    const characters = request.messages.reduce((sum, message) => sum + message.content.length, 0);
    const next = { inputTokens: Math.ceil(characters / CHARACTERS_A_TOKEN), outputTokens: 0, llmCalls: 1 };
    const worked = workedMs + this.app.clock.now().getTime() - Date.parse(updatedAt);
    if (spending(budget, add(spent, next), worked).share >= 1) {
      throw new BuilderError('user', 'budget_spent', `The budget of this session is used up, or the next question would use it up: ${spending(budget, spent, worked).words} are spent. The best that has been reached so far is kept; a new session has a budget of its own.`);
    }
  }

  /**
   * The command for a stage that ended in this error. What an outage broke off is found again by the next run, which counts
   * it; what led nowhere is counted and forgotten, so that "try again" gets another answer.
   * @throws the error itself when the run was called off: a lost lease or a cancelled session has nothing to commit
   */
  async failure(error: unknown): Promise<Command> {
    if (this.signal.aborted) throw error;
    const known = asBuilderError(error);
    if (known.kind === 'conflict' || known.kind === 'bug') throw error;
    const retryable = known.kind === 'transient';
    const endsSession = this.session.specRevision === 0 && (!retryable || this.session.attempts + 1 >= MAX_STAGE_ATTEMPTS);
    const isFoundAgain = retryable && !endsSession;
    if (!isFoundAgain && this.used.size > 0) await this.app.answers.forget([...this.used]);
    const usage = isFoundAgain ? this.lost : this.usage;
    const mistakes = known.mistakes.slice(0, 50).map((each) => `\n- ${each.path === '' ? '' : `${each.path}: `}${each.message}${each.hint === undefined ? '' : ` (${each.hint})`}`);
    return { type: 'stage_failed', note: { code: known.code, message: known.message + mistakes.join('') }, retryable, usage };
  }
}
