import { pino, type Logger } from 'pino';

/** Structured logs on stderr; members that may hold a secret never get out. */
export function createLog(level: string): Logger {
  return pino(
    { level, base: null, redact: { paths: ['token', 'password', 'apiKey', '*.token', '*.password', '*.apiKey', 'headers.authorization', '*.headers.authorization'], censor: '[secret]' } },
    pino.destination(2),
  );
}
