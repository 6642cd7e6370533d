import { ENDED_STATES, WAITING_STATES, WORKING_STATES } from '../domain/session.js';
import type { Figures } from '../ports/figures.js';

/** One value and its labels. */
type Sample = readonly [value: number, labels?: Readonly<Record<string, string>>, suffix?: string];

/**
 * The figures in Prometheus' text format. They are counted in the database when somebody asks, so there is nothing for a
 * client library to keep.
 *
 * @param backupSeconds since the last backup that was whole; null where none are made
 */
export function metricsText(figures: Figures, backupSeconds: number | null = null): string {
  const { sessions, stages, leases, oldestUnworked, waiting, hosts, tokens, workers } = figures;
  const states = [...WORKING_STATES, ...WAITING_STATES, ...ENDED_STATES];
  return [
    metric('omb_sessions', 'gauge', 'Sessions by state.', states.map((state) => [sessions.find((each) => each.state === state)?.count ?? 0, { state }])),
    metric('omb_stage_seconds', 'summary', 'How long stages took that ended in the last hour, waiting included.', stages.flatMap(({ stage, median, p95, sum, count }): Sample[] => [
      [median, { stage, quantile: '0.5' }], [p95, { stage, quantile: '0.95' }], [sum, { stage }, '_sum'], [count, { stage }, '_count'],
    ])),
    metric('omb_stage_leases', 'gauge', 'Stages that somebody works on.', WORKING_STATES.map((stage) => [leases.find((each) => each.stage === stage)?.count ?? 0, { stage }])),
    metric('omb_unworked_seconds', 'gauge', 'How long the session that waits longest for a worker has waited.', [[oldestUnworked]]),
    metric('omb_place_waiters', 'gauge', 'Who waits for a place on a Docker host.', waiting.map(({ purpose, count }) => [count, { purpose }])),
    metric('omb_place_wait_seconds', 'gauge', 'How long the first of them has waited.', waiting.map(({ purpose, oldest }) => [oldest, { purpose }])),
    metric('omb_host_places', 'gauge', 'Places of a Docker host.', hosts.map(({ host, purpose, places }) => [places, { host, purpose }])),
    metric('omb_host_places_taken', 'gauge', 'Places of a Docker host that somebody has.', hosts.map(({ host, purpose, taken }) => [taken, { host, purpose }])),
    metric('omb_host_state', 'gauge', 'State of a Docker host, as a label.', [...new Map(hosts.map(({ host, state }) => [host, state]))].map(([host, state]) => [1, { host, state }])),
    metric('omb_llm_tokens', 'gauge', 'Tokens of all sessions that are kept.', [[tokens.input, { direction: 'input' }], [tokens.output, { direction: 'output' }]]),
    metric('omb_llm_calls', 'gauge', 'Calls of the language model in all sessions that are kept.', [[tokens.calls]]),
    metric('omb_worker_seconds_since_execution', 'gauge', 'How long ago a worker has last executed anything; the sweep alone does so every 10 s.', workers.map(({ name, secondsAgo }) => [secondsAgo, { worker: name }])),
    ...(backupSeconds === null ? [] : [metric('omb_backup_seconds_since_success', 'gauge', 'How long ago the last backup was made that is whole.', [[backupSeconds]])]),
  ].join('');
}

function metric(name: string, type: 'gauge' | 'summary', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([value, labels = {}, suffix = '']) => {
    const text = Object.entries(labels).map(([label, content]) => `${label}="${escaped(content)}"`).join(',');
    return `${name}${suffix}${text === '' ? '' : `{${text}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** As the format has it: operators name hosts and workers. */
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
