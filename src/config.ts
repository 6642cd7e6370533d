import { z } from 'zod/v4';
import { CHECK_NAMES, DEFAULT_CHECKS } from './domain/check.js';
import { arePrices } from './domain/price.js';

const seconds = (fallback: number) => z.coerce.number().int().min(1).max(31_536_000).default(fallback);

/** Every setting that comes from the environment, read in this one place. Names stand in the README's table. */
const schema = z.object({
  /** Where n8n's production webhooks are reached by our own nodes, without the trailing slash. */
  OMB_STAGE_BASE_URL: z.url().default('http://127.0.0.1:5678/webhook'),
  /** What a frontend sees as the webhooks' and the gateway's address, for links in answers. */
  OMB_PUBLIC_WEBHOOK_URL: z.url().default('http://127.0.0.1:5678/webhook'),
  OMB_PUBLIC_GATEWAY_URL: z.url().default('http://127.0.0.1:5680'),
  /** Where the gateway process listens; the port is the public address's own when left out. */
  OMB_GATEWAY_HOST: z.string().default('127.0.0.1'),
  OMB_GATEWAY_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** UAT instances live at `<scheme>://<slug>.<domain>[:port]`. */
  OMB_UAT_SCHEME: z.enum(['http', 'https']).default('http'),
  OMB_UAT_DOMAIN: z.string().regex(/^[a-z0-9.-]+(:\d+)?$/).default('uat.localhost:5681'),
  /** `8501-8644`: instances have a port of the domain's own address instead of a name; empty: names. */
  OMB_UAT_PORTS: z.string().regex(/^$|^[1-9]\d{3,4}-[1-9]\d{3,4}$/).refine((range) => range === '' || Number(range.split('-')[0]) <= Number(range.split('-')[1]), { error: 'Must be like 8501-8644.' }).default(''),
  /** The only origin that may show a UAT instance in a frame; none when empty. */
  OMB_FRONTEND_ORIGIN: z.union([z.literal(''), z.url()]).default(''),
  /** Parent of the UAT socket directories, on the Docker host. */
  OMB_UAT_SOCKET_ROOT: z.string().startsWith('/').default('/var/lib/odoo-module-builder/uat'),
  /** Where the gateway reaches live Odoos of other machines, by the names that people call them by; empty: on the sockets of this one. */
  OMB_UAT_DOOR: z.union([z.literal(''), z.url({ protocol: /^http$/ })]).default(''),
  OMB_SANDBOX_IMAGE: z.string().default('omb-sandbox:latest'),
  OMB_TEST_SLOTS: z.coerce.number().int().min(1).max(64).default(2),
  OMB_UAT_SLOTS: z.coerce.number().int().min(1).max(256).default(8),
  /** Sandboxes of this process that wait for a module with Odoo loaded, 0.8 GB each; 0: each test starts its own. */
  OMB_WARM_SANDBOXES: z.coerce.number().int().min(0).max(64).default(0),
  OMB_LLM_MODEL: z.string().default('gpt-5-mini'),
  /** Writes the acceptance tests and takes over repairs that are stuck; none when empty. */
  OMB_LLM_STRONG_MODEL: z.string().default(''),
  /** `model=input/output` with commas between: money for a million tokens. Of a model without a price only tokens are counted. */
  OMB_LLM_PRICES: z.string().refine(arePrices, { error: 'Must be like gpt-5-mini=0.25/2,gpt-5=1.25/10.' }).default(''),
  OMB_REPAIR_ROUNDS: z.coerce.number().int().min(0).max(10).default(3),
  OMB_TOKEN_BUDGET: z.coerce.number().int().min(1000).default(500_000),
  /** Money and working minutes of a session; 0: as much as its tokens allow. */
  OMB_COST_BUDGET: z.coerce.number().min(0).default(0),
  OMB_MINUTES_BUDGET: z.coerce.number().min(0).default(0),
  /** At this share of any of the three a person is asked before the repair goes on; 100: never. */
  OMB_SOFT_CAP_PERCENT: z.coerce.number().int().min(1).max(100).default(80),
  /** For one call of the language model, from the request to the last byte; reasoning models are slow. */
  OMB_LLM_TIMEOUT_SECONDS: seconds(300),
  OMB_STAGE_LEASE_SECONDS: seconds(30),
  /** A triggered stage takes its lease within a second or two; after this long it is triggered again, and one that failed after that much more for each try. */
  OMB_STAGE_RETRY_SECONDS: seconds(10),
  OMB_TEST_TIMEOUT_SECONDS: seconds(600),
  /** What is tried of a module beyond its tests: names as in src/domain/check.ts, with commas between, or `none`: an empty setting is one that was left out. */
  OMB_CHECKS: z.string().transform((list) => (list.trim() === 'none' ? [] : list.split(',').map((name) => name.trim()).filter((name) => name !== ''))).pipe(z.array(z.enum(CHECK_NAMES))).default([...DEFAULT_CHECKS]),
  /** Ways in which a green module is broken on purpose, to see whether its acceptance tests notice; each costs an Odoo's installation. */
  OMB_MUTANTS: z.coerce.number().int().min(0).max(100).default(0),
  OMB_SESSION_TTL_SECONDS: seconds(7 * 86_400),
  OMB_UAT_TTL_SECONDS: seconds(2 * 86_400),
  /** A live instance whose Docker host has been away for so long is opened again on another one. */
  OMB_UAT_LEASE_SECONDS: seconds(120),
  /** How long a live instance stays up after the delivery; 0 closes it at once. */
  OMB_UAT_GRACE_SECONDS: z.coerce.number().int().min(0).max(31_536_000).default(0),
  /** Under which name this process takes leases and shows in health and metrics. */
  OMB_PROCESS: z.string().regex(/^[\w.:-]{1,100}$/).default('n8n'),
  /** Opens `/metrics` and `/health` of the gateway, as a bearer token; without one they are not there. */
  OMB_METRICS_TOKEN: z.union([z.literal(''), z.string().min(16)]).default(''),
  /** A file that is as old as the last whole backup of this host; its age shows in health and metrics. Empty: none are made here. */
  OMB_BACKUP_STAMP: z.string().default(''),
  OMB_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export type Config = Readonly<z.output<typeof schema>>;

/** @throws Error that names every wrong variable, what it holds and what it should. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.fromEntries(Object.keys(schema.shape).map((key) => [key, env[key] === '' && key !== 'OMB_FRONTEND_ORIGIN' ? undefined : env[key]]));
  const parsed = schema.safeParse(known);
  if (parsed.success) return parsed.data;
  // What is wrong in a list is told with the list: a path goes on to the place in it.
  const lines = parsed.error.issues.map(({ path: [name], message }) => `${String(name)} is ${JSON.stringify(env[String(name)])}: ${message}`);
  throw new Error(`The configuration is wrong:\n  ${lines.join('\n  ')}`);
}
