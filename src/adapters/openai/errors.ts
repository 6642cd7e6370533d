import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { BuilderError } from '../../domain/errors.js';

const TOO_LATE = 'The language model did not answer in time. The operator can give it more (OMB_LLM_TIMEOUT_SECONDS).';

/** The SDK's errors as ours. `pastDeadline`: our own limit on the whole call ended it. */
export function toLanguageModelError(error: unknown, pastDeadline: boolean): BuilderError {
  if (error instanceof BuilderError) return error;
  if (error instanceof APIConnectionTimeoutError || (error instanceof APIUserAbortError && pastDeadline)) {
    return new BuilderError('transient', 'llm_timeout', TOO_LATE, { status: 504, cause: error });
  }
  if (error instanceof APIConnectionError) {
    return new BuilderError('transient', 'llm_unreachable', 'The language model’s server cannot be reached. The operator has to look at its address and at the network.', { cause: error });
  }
  if (error instanceof APIError) return fromStatus(error);
  // A body that breaks off or is no JSON reaches us as fetch's TypeError or a SyntaxError.
  if (pastDeadline) return new BuilderError('transient', 'llm_timeout', TOO_LATE, { status: 504, cause: error });
  return new BuilderError('transient', 'llm_unreachable', 'The language model’s server broke off its answer or sent something else than an answer. The operator has to look at its address.', { cause: error });
}

function fromStatus(error: APIError): BuilderError {
  const { status, code } = error;
  if (status === 401 || status === 403) {
    return new BuilderError('transient', 'llm_unauthorised', 'The language model’s server does not accept the configured key. The operator has to look at the OpenAI credential.', { cause: error });
  }
  if (status === 429) {
    const message = code === 'insufficient_quota'
      ? 'The account at the language model’s provider has no quota left. The operator has to look at it.'
      : 'The language model’s server has too many requests right now.';
    return new BuilderError('transient', 'llm_rate_limited', message, { cause: error });
  }
  if (code === 'context_length_exceeded') {
    return new BuilderError('user', 'llm_input_too_long', 'The text is longer than the language model can read at once. Shorten it, or split it into two modules.', { cause: error });
  }
  if (status === 408 || status === 504) {
    return new BuilderError('transient', 'llm_timeout', TOO_LATE, { status: 504, cause: error });
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return new BuilderError('transient', 'llm_rejected', `The language model’s server rejected the request (${status}): ${error.message}. The operator has to look at the model’s name and the server’s address.`, { cause: error });
  }
  return new BuilderError('transient', 'llm_unreachable', `The language model’s server has an error of its own${status === undefined ? '' : ` (${status})`}.`, { cause: error });
}
