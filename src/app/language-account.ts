import { asBuilderError, BuilderError } from '../domain/errors.js';
import { MAX_STAGE_ATTEMPTS, NO_USAGE, type Command, type Session, type Usage } from '../domain/session.js';
import type { Completion, CompletionRequest } from '../ports/language-model.js';
import type { App } from './app.js';
import { remembered } from './answers.js';

/** A rough lower bound of what a text costs, to stop before the cap and not after it. */
const CHARACTERS_A_TOKEN = 4;

const add = (a: Usage, b: Usage): Usage => ({ inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens, llmCalls: a.llmCalls + b.llmCalls });

/** The usage that an error's evidence tells of. */
function usageOf(error: BuilderError): Usage {
  const usage = error.details['usage'];
  return typeof usage === 'object' && usage !== null ? (usage as Usage) : NO_USAGE;
}

/**
 * The language model of one run of one stage: remembers answers, sums what they cost, keeps to the session's
 * token budget, and asks once more when an answer was cut short or is no JSON.
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
  async complete(request: Omit<CompletionRequest, 'signal'>): Promise<Completion> {
    try {
      return await this.once(request);
    } catch (error) {
      if (!(error instanceof BuilderError) || (error.code !== 'llm_truncated' && error.code !== 'llm_invalid_json')) throw error;
      const longer = error.code === 'llm_truncated' ? 2 * request.maxOutputTokens : request.maxOutputTokens;
      return this.once({ ...request, maxOutputTokens: longer });
    }
  }

  private async once(request: Omit<CompletionRequest, 'signal'>): Promise<Completion> {
    if (!this.app.model) throw new BuilderError('user', 'llm_not_configured', 'No language model is configured.');
    this.checkBudget(request);
    try {
      const answer = await remembered(this.app.model, this.app.answers, this.session.id, (key) => this.used.add(key)).complete({ ...request, signal: this.signal });
      this.saved = add(this.saved, answer.usage);
      return answer;
    } catch (error) {
      if (error instanceof BuilderError) this.lost = add(this.lost, usageOf(error));
      throw error;
    }
  }

  private checkBudget(request: Omit<CompletionRequest, 'signal'>): void {
    const spent = add(this.session.usage, this.usage);
    const characters = request.messages.reduce((sum, message) => sum + message.content.length, 0);
    const total = spent.inputTokens + spent.outputTokens;
    if (total + Math.ceil(characters / CHARACTERS_A_TOKEN) >= this.session.budget.tokens) {
      throw new BuilderError('user', 'budget_spent', `The token budget of this session (${this.session.budget.tokens}) is used up: ${total} are spent. What has been reached so far is kept; a new session has a budget of its own.`);
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
