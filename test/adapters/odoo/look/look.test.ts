import { PassThrough } from 'node:stream';
import type { Conversation } from '../../../../src/adapters/odoo/look/conversation.js';
import { beginLook } from '../../../../src/adapters/odoo/look/look.js';
import { BuilderError } from '../../../../src/domain/errors.js';
import type { Sandbox } from '../../../../src/ports/sandbox.js';

/** A talk that ended before it began. */
const silent = { ask: async () => null } as unknown as Conversation;
const request = { module: 'shelf', checks: new Set<never>(), access: [], migrates: false };
const ended = async () => ({ stdin: new PassThrough(), stdout: new PassThrough().end(), stderr: new PassThrough().end(), kill: async () => undefined });

test('a look that is not answered because its sandbox is gone is no verdict on the module', async () => {
  const gone = new BuilderError('transient', 'sandbox_lost', 'The sandbox is gone.');
  const sandbox = { spawn: ended, exec: () => Promise.reject(gone) } as unknown as Sandbox;
  await expect(beginLook(sandbox, silent, request)).rejects.toBe(gone);
});

test('a module that ends the process that looks at it is told so', async () => {
  const sandbox = { spawn: ended, exec: async () => ({ exitCode: 0, stdout: '[]', stderr: '' }) } as unknown as Sandbox;
  expect(await beginLook(sandbox, silent, request)).toMatchObject({ installError: 'The process ended.' });
});
