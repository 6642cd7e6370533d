import { publishBareWorkflow } from './bare-workflow.js';
import type { Environment } from './environment.js';
import { closedLoop, figures, mustAllAnswer, together, type Load } from './load.js';
import { prepareSessions, type PreparedSession } from './prepared-sessions.js';
import type { Bench, Section } from './section.js';
import { ms, table } from './table.js';
import { measuredWebhooks, newSession, type MeasuredWebhook } from './webhooks.js';

const BARE = 'Webhook + Respond, nothing else';

interface Compared {
  readonly webhook: string;
  readonly atOnce: number;
  readonly ours: Load;
  readonly bare: Load;
}

/** What one section of the bench asks for. */
export interface Plan {
  readonly title: string;
  /** Requests of one round by how many are under way at once: some seconds each. */
  readonly requests: Readonly<Record<number, number>>;
  /** Least part of the bare workflow's throughput. */
  readonly goal: number;
  /** Where webhooks answer, no slash at the end: the requests take turns. */
  readonly bases: readonly string[];
}

/** n8n in one process. */
export async function acknowledgement(bench: Bench): Promise<Section> {
  const environment = await bench.environment();
  return acknowledged(bench, environment, { title: 'Acknowledgement of the webhooks', requests: { 1: 20, 5: 40, 10: 60 }, goal: 0.7, bases: [environment.stack.frontend.webhookUrl] });
}

/**
 * How fast n8n acknowledges our commands, against the least that it can do for a webhook. Rounds alternate, so that what
 * slows the machine slows both; the stages that a command triggers wait behind the closed door.
 */
export async function acknowledged(bench: Bench, environment: Environment, plan: Plan): Promise<Section> {
  await environment.delivered();
  const bare = await publishBareWorkflow(environment.stack);
  environment.door.close(environment.app.store);
  try {
    const rows: Compared[] = [];
    for (const webhook of measuredWebhooks(environment.spec)) {
      await round(environment, plan, webhook, 5, 10);
      for (const atOnce of Object.keys(plan.requests).map(Number)) {
        bench.progress.start(`${webhook.name}, ${atOnce} at once`);
        rows.push(await compare(environment, plan, webhook, bare, atOnce, bench.runs));
      }
    }
    bench.progress.done();
    return section(plan, rows);
  } finally {
    environment.door.open(environment.stagesUrl);
  }
}

async function compare(environment: Environment, plan: Plan, webhook: MeasuredWebhook, barePath: string, atOnce: number, rounds: number): Promise<Compared> {
  const requests = plan.requests[atOnce] ?? atOnce;
  const [ours, bare]: [Load[], Load[]] = [[], []];
  for (let index = 0; index < rounds; index++) {
    const both = [
      async () => void ours.push(await round(environment, plan, webhook, atOnce, requests)),
      async () => void bare.push(await closedLoop(requests, atOnce, (at) => post(plan, at, barePath, {}, { hello: 'n8n' }))),
    ];
    for (const load of index % 2 === 0 ? both : both.reverse()) await load();
  }
  const result = { webhook: webhook.name, atOnce, ours: together(ours), bare: together(bare) };
  mustAllAnswer(202, webhook.name, result.ours);
  mustAllAnswer(202, BARE, result.bare);
  return result;
}

async function round({ stack, app, delivered }: Environment, plan: Plan, webhook: MeasuredWebhook, atOnce: number, requests: number): Promise<Load> {
  const sessions = webhook.needs === null ? Array.from({ length: requests }, newSession) : await prepareSessions(app, await delivered(), webhook.needs, requests);
  return closedLoop(requests, atOnce, (index) => {
    const session = sessions[index] as PreparedSession;
    const headers = { 'x-api-key': stack.frontend.apiKey, ...(session.token === '' ? {} : { authorization: `Bearer ${session.token}` }) };
    return post(plan, index, webhook.path, headers, webhook.body(session));
  });
}

async function post({ bases }: Plan, index: number, path: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<number> {
  const response = await fetch(`${bases[index % bases.length]}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.status;
}

function section({ title, goal }: Plan, rows: readonly Compared[]): Section {
  const ratioOf = ({ ours, bare }: Pick<Compared, 'ours' | 'bare'>): number => figures(ours).perSecond / figures(bare).perSecond;
  const lines = rows.map((row) => [row.webhook, row.atOnce, ...shown(row.ours), ...shown(row.bare), ratioOf(row).toFixed(2)]);
  const goals = [...new Set(rows.map(({ webhook }) => webhook))].map((webhook) => {
    const ratios = rows.filter((row) => row.webhook === webhook).map((row) => ({ atOnce: row.atOnce, ratio: ratioOf(row) }));
    return {
      goal: `${webhook}: at least ${goal} of the bare workflow's throughput`,
      measured: ratios.map(({ atOnce, ratio }) => `${ratio.toFixed(2)} at ${atOnce}`).join(', '),
      met: ratios.every(({ ratio }) => ratio >= goal),
    };
  });
  return { title, tables: [table(['webhook', 'at once', 'requests/s', 'p50', 'p95', 'bare: requests/s', 'p50', 'p95', 'ratio'], lines)], goals };
}

function shown(load: Load): [string, string, string] {
  const { perSecond, p50, p95 } = figures(load);
  return [perSecond.toFixed(1), ms(p50), ms(p95)];
}
