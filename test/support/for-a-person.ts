/** What no person should have to read: the insides of the machine, in the words of its parts. */
const INSIDES = /\[object|undefined|\bNaN\b|Invalid input|Invalid option|Unexpected token|ECONN|\bat .+:\d+:\d+|node_modules|\/(home|root|tmp|usr)\/|Traceback|<html|^\s*[{[]/;

/** Fails unless the text is one or more sentences that can be read without knowing how it works inside. */
export function expectSentence(text: unknown): void {
  expect(text).toMatch(/^[A-Z“"`‘\d][^]{8,}[.!?)”:"}\]`]$/);
  expect(text).not.toMatch(INSIDES);
}
