import { randomUUID } from 'node:crypto';
import { N8nRest } from '../deployment/local/n8n-rest.js';
import type { Stack } from '../deployment/local/stack.js';

/** The least that n8n can do for a webhook: Webhook and Respond to Webhook, no credential, no expression. Returns its path among the webhooks. */
export async function publishBareWorkflow(stack: Stack): Promise<string> {
  const path = 'bench-bare';
  const rest = await N8nRest.login(stack.n8nUrl, stack.editor);
  await rest.publish(
    {
      id: 'benchBare',
      name: 'Bench: bare',
      nodes: [
        { id: randomUUID(), name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2.1, position: [0, 0], webhookId: randomUUID(), parameters: { httpMethod: 'POST', path, responseMode: 'responseNode', options: {} } },
        { id: randomUUID(), name: 'Respond', type: 'n8n-nodes-base.respondToWebhook', typeVersion: 1.4, position: [200, 0], parameters: { respondWith: 'json', responseBody: '{"ok":true}', options: { responseCode: 202 } } },
      ],
      connections: { Webhook: { main: [[{ node: 'Respond', type: 'main', index: 0 }]] } },
      settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
    },
    undefined,
  );
  return path;
}
