import { createLog } from '../../src/log.js';
import { BuilderError } from '../../src/domain/errors.js';

/** What the log says of one entry. */
function logged(entry: Record<string, unknown>): string {
  let text = '';
  createLog('info', { write: (line: string) => void (text += line) }).info(entry, 'an entry');
  return text;
}

const SECRET = 'do-not-tell-anybody';

test.each(['token', 'password', 'apiKey', 'authorization', 'cookie', 'set-cookie', 'x-api-key', 'privateKey', 'clientPrivateKey', 'key', 'connectionString'])('a member called %s is covered in the log, on every level', (name) => {
  for (const entry of [{ [name]: SECRET }, { a: { [name]: SECRET } }, { a: { b: { [name]: SECRET } } }, { a: { b: { c: { [name]: SECRET } } } }]) {
    expect(logged(entry)).toContain('[secret]');
    expect(logged(entry)).not.toContain(SECRET);
  }
});

test('what an error carries is covered in the log too, and the rest of the entry stays', () => {
  const error = new BuilderError('transient', 'docker_unreachable', 'The Docker host does not answer.', { details: { connection: { host: 'docker-1', key: SECRET }, headers: { authorization: SECRET } } });
  const text = logged({ sessionId: 'session-1', err: error });
  expect(text).not.toContain(SECRET);
  expect(JSON.parse(text)).toMatchObject({ sessionId: 'session-1', msg: 'an entry', err: { code: 'docker_unreachable', details: { connection: { host: 'docker-1', key: '[secret]' } } } });
});
