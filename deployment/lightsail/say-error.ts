/** AWS's names for what an operator can mend, and how. */
const MENDS: readonly (readonly [RegExp, string])[] = [
  [/^CredentialsProviderError$/, 'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the shell or in deployment.conf.'],
  [/^(UnauthenticatedException|UnrecognizedClientException|InvalidSignatureException|InvalidClientTokenId|ExpiredTokenException)$/, 'AWS does not take these credentials. Are they right, of this account, and not expired? Is this machine’s clock right?'],
  [/^AccessDeniedException$/, 'AWS knows who you are and does not let you. The user needs the rights of lightsail:*.'],
  [/^AccountSetupInProgressException$/, 'AWS is still setting up the account. Try again in some minutes.'],
];

/** Any error as what an operator reads: a sentence that says what to do, and AWS's own words. */
export function sayError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const mend = MENDS.find(([name]) => name.test(error.name));
  return mend === undefined ? error.message : `${mend[1]}\n(${error.name}: ${error.message})`;
}
