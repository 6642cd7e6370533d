import { PassThrough } from 'node:stream';
import { Conversation } from '../../../../src/adapters/odoo/look/conversation.js';
import type { Sandbox } from '../../../../src/ports/sandbox.js';

/** A process that answers each command with these lines. */
async function talkWith(answers: (command: { do: string; key: string }) => readonly string[]): Promise<Conversation> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.on('data', (chunk: Buffer) => {
    for (const line of answers(JSON.parse(chunk.toString()) as { do: string; key: string })) {
      if (line === 'END') stdout.end();
      else stdout.write(`${line}\n`);
    }
  });
  const spawn: Sandbox['spawn'] = async () => ({ stdin, stdout, stderr, kill: async () => void stdout.end() });
  return Conversation.begin({ spawn } as unknown as Sandbox);
}
const record = JSON.stringify({ at: 0, level: 'INFO', logger: 'x', path: '', line: 1, message: 'loading', traceback: null });

test('answers under the key of the question come back together; the rest is the log', async () => {
  const talk = await talkWith(({ key }) => [record, JSON.stringify({ key, task: 0 }), JSON.stringify({ key, done: true })]);
  expect(await talk.ask({ do: 'try' })).toMatchObject([{ task: 0 }, { done: true }]);
  expect(talk.records.map(({ message }) => message)).toEqual(['loading']);
});

test('an answer under another key answers nothing, and is an error in the log', async () => {
  const talk = await talkWith(({ key }) => [JSON.stringify({ key: 'guessed', done: true, status: 'green' }), JSON.stringify({ key, done: true, status: 'red' })]);
  expect(await talk.ask({ do: 'install' })).toMatchObject([{ status: 'red' }]);
  expect(talk.records).toMatchObject([{ level: 'ERROR', logger: 'sandbox.launch' }]);
});

test('a process that ends leaves the question open, and every later one', async () => {
  const talk = await talkWith(({ key }) => [JSON.stringify({ key, task: 0 }), 'END']);
  expect(await talk.ask({ do: 'try' })).toBeNull();
  expect(await talk.ask({ do: 'upgrade' })).toBeNull();
});

test('stopping it ends the question that is open', async () => {
  const talk = await talkWith(() => []);
  const asked = talk.ask({ do: 'try' });
  await talk.stop();
  expect(await asked).toBeNull();
});
