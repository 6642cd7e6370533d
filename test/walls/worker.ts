import { composeApp } from '../../src/compose.js';
import { openUat } from '../../src/app/open-uat.js';
import { testModule } from '../../src/app/test-module.js';

/**
 * A process that works on one stage of a session, as n8n's worker does, and prints each line of progress. It is there to be killed.
 * usage: node worker.js DATABASE_URL SESSION testing|opening_uat
 */
async function main([url = '', sessionId = '', stage = '']: readonly string[]): Promise<void> {
  const app = await composeApp({ postgres: url, redis: null, openai: null, docker: { kind: 'socket', socketPath: '/var/run/docker.sock' } }, process.env);
  await app.events.subscribe(sessionId, (message) => process.stdout.write(`${message.kind === 'progress' ? message.message : message.state}\n`));
  process.stdout.write('here\n');
  await (stage === 'testing' ? testModule(app, sessionId) : openUat(app, sessionId));
  process.stdout.write('done\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  // Its connections would keep it alive.
  process.exit(1);
});
