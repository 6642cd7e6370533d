import { pino, type DestinationStream, type Logger } from 'pino';

/** Members that hold a secret, by name, wherever they stand in the first four levels of what is logged. */
const SECRET_MEMBERS = ['token', 'password', 'apiKey', 'authorization', 'cookie', '["set-cookie"]', '["x-api-key"]', 'privateKey', 'clientPrivateKey', 'key', 'connectionString'];
const LEVELS = ['', '*', '*.*', '*.*.*'];

const at = (level: string, member: string): string => (level === '' || member.startsWith('[') ? level + member : `${level}.${member}`);

/** Structured logs on stderr. Members that hold a secret never get out; a secret inside a text is not found. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino({ level, base: null, redact: { paths: LEVELS.flatMap((depth) => SECRET_MEMBERS.map((member) => at(depth, member))), censor: '[secret]' } }, destination);
}
