import { publishBareWorkflow } from './bare-workflow.js';
import type { Environment } from './environment.js';
import { closedLoop, figures, mustAllAnswer, together, type Load } from './load.js';
import { prepareSessions, type PreparedSession } from './prepared-sessions.js';
import type { Bench, Section } from './section.js';
import { ms, table } from './table.js';
import { measuredWebhooks, newSession, type MeasuredWebhook } from './webhooks.js';

/** Requests of one round by how many are under way at once: some seconds each. */
const REQUESTS: Readonly<Record<number, number>> = { 1: 20, 5: 40, 10: 60 };
const AT_ONCE = [1, 5, 10] as const;
const GOAL = 0.7;
const BARE = 'Webhook + Respond, nothing else';

interface Compared {
  readonly webhook: string;
  readonly atOnce: number;
  readonly ours: Load;
  readonly bare: Load;
}

/**
 * How fast n8n acknowledges our commands, against the least that it can do for a webhook. Rounds alternate, so that what
 * slows the machine slows both; the stages that a command triggers wait behind the closed door.
 */
export async function acknowledgement(bench: Bench): Promise<Section> {
  const environment = await bench.environment();
  await environment.delivered();
  const bareUrl = await publishBareWorkflow(environment.stack);
  environment.door.close(environment.app.store);
  try {
    const rows: Compared[] = [];
    for (const webhook of measuredWebhooks(environment.spec)) {
      await round(environment, webhook, 5, 10);
      for (const atOnce of AT_ONCE) {
        bench.progress.start(`${webhook.name}, ${atOnce} at once`);
        rows.push(await compare(environment, webhook, bareUrl, atOnce, bench.runs));
      }
    }
    bench.progress.done();
    return section(rows);
  } finally {
    environment.door.open(environment.stack.frontend.webhookUrl);
  }
}

async function compare(environment: Environment, webhook: MeasuredWebhook, bareUrl: string, atOnce: number, rounds: number): Promise<Compared> {
  const requests = REQUESTS[atOnce] ?? atOnce;
  const [ours, bare]: [Load[], Load[]] = [[], []];
  for (let index = 0; index < rounds; index++) {
    const both = [
      async () => void ours.push(await round(environment, webhook, atOnce, requests)),
      async () => void bare.push(await closedLoop(requests, atOnce, () => post(bareUrl, {}, { hello: 'n8n' }))),
    ];
    for (const load of index % 2 === 0 ? both : both.reverse()) await load();
  }
  const result = { webhook: webhook.name, atOnce, ours: together(ours), bare: together(bare) };
  mustAllAnswer(202, webhook.name, result.ours);
  mustAllAnswer(202, BARE, result.bare);
  return result;
}

async function round(environment: Environment, webhook: MeasuredWebhook, atOnce: number, requests: number): Promise<Load> {
  const { stack, app } = environment;
  const sessions = webhook.needs === null ? Array.from({ length: requests }, newSession) : await prepareSessions(app, await environment.delivered(), webhook.needs, requests);
  return closedLoop(requests, atOnce, (index) => {
    const session = sessions[index] as PreparedSession;
    const headers = { 'x-api-key': stack.frontend.apiKey, ...(session.token === '' ? {} : { authorization: `Bearer ${session.token}` }) };
    return post(`${stack.frontend.webhookUrl}/${webhook.path}`, headers, webhook.body(session));
  });
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.status;
}

function section(rows: readonly Compared[]): Section {
  const ratioOf = ({ ours, bare }: Pick<Compared, 'ours' | 'bare'>): number => figures(ours).perSecond / figures(bare).perSecond;
  const lines = rows.map((row) => [row.webhook, row.atOnce, ...shown(row.ours), ...shown(row.bare), ratioOf(row).toFixed(2)]);
  const goals = [...new Set(rows.map(({ webhook }) => webhook))].map((webhook) => {
    const ratios = rows.filter((row) => row.webhook === webhook).map((row) => ({ atOnce: row.atOnce, ratio: ratioOf(row) }));
    return {
      goal: `${webhook}: at least ${GOAL} of the bare workflow's throughput`,
      measured: ratios.map(({ atOnce, ratio }) => `${ratio.toFixed(2)} at ${atOnce}`).join(', '),
      met: ratios.every(({ ratio }) => ratio >= GOAL),
    };
  });
  return { title: 'Acknowledgement of the webhooks', tables: [table(['webhook', 'at once', 'requests/s', 'p50', 'p95', 'bare: requests/s', 'p50', 'p95', 'ratio'], lines)], goals };
}

function shown(load: Load): [string, string, string] {
  const { perSecond, p50, p95 } = figures(load);
  return [perSecond.toFixed(1), ms(p50), ms(p95)];
}
