import { BuilderError } from '../../domain/errors.js';

/** What the language can say, but not in this place: the laws should have said it earlier, with its path in the spec. */
export function notHere(what: string, instead: string): BuilderError {
  return new BuilderError('user', 'expression_not_here', `${what} ${instead}`);
}
