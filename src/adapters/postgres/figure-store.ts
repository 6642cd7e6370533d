import type { Pool } from 'pg';
import { WORKING_STATES } from '../../domain/session.js';
import type { Figures, FigureStore, PlaceInLine, Worker } from '../../ports/figures.js';
import { IS_THERE, PLACE } from './sandbox-slots.js';
import { query } from './transaction.js';

/** One that was silent for so long was taken away, not hurt. */
const GONE = "interval '1 day'";

/** Figures over all sessions, and one's place among those who wait, counted when they are asked for: any process gives the same. */
export class PostgresFigureStore implements FigureStore {
  constructor(private readonly pool: Pool) {}

  async executed(worker: string): Promise<void> {
    await query(this.pool, `WITH gone AS (DELETE FROM omb.worker WHERE executed_at < now() - ${GONE} AND name <> $1) INSERT INTO omb.worker (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET executed_at = now()`, [worker]);
  }

  async workers(): Promise<readonly Worker[]> {
    return this.rows<Worker>(`SELECT name, executed_at AS "executedAt", extract(epoch FROM now() - executed_at)::float8 AS "secondsAgo" FROM omb.worker WHERE executed_at > now() - ${GONE} ORDER BY name`);
  }

  async placeInLine(sessionId: string): Promise<PlaceInLine | null> {
    const [found] = await this.rows<PlaceInLine>(
      `SELECT me.purpose, ${PLACE} AS place FROM omb.sandbox_waiter me WHERE me.session_id = $1 AND ${IS_THERE} ORDER BY me.ticket LIMIT 1`,
      [sessionId],
    );
    return found ?? null;
  }

  async figures(): Promise<Figures> {
    const [sessions, stages, leases, [unworked], waiting, hosts, [tokens], workers] = await Promise.all([
      this.rows<Figures['sessions'][number]>('SELECT state, count(*)::int AS count FROM omb.session GROUP BY state ORDER BY state'),
      this.rows<Figures['stages'][number]>(
        `WITH stay AS (
           SELECT to_state AS stage, lead(at) OVER history AS ended, extract(epoch FROM lead(at) OVER history - at) AS seconds
             FROM omb.session_event WHERE session_id IN (SELECT session_id FROM omb.session_event WHERE at > now() - interval '1 hour')
           WINDOW history AS (PARTITION BY session_id ORDER BY seq)
         )
         SELECT stage, count(*)::int AS count, sum(seconds)::float8 AS sum,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS median, percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds)::float8 AS p95
           FROM stay WHERE stage = ANY($1) AND ended > now() - interval '1 hour' GROUP BY stage ORDER BY stage`,
        [WORKING_STATES],
      ),
      this.rows<Figures['leases'][number]>('SELECT stage, count(*)::int AS count FROM omb.stage_lease WHERE expires_at > now() GROUP BY stage ORDER BY stage'),
      this.rows<{ seconds: number }>(
        `SELECT coalesce(max(extract(epoch FROM now() - s.touched_at)), 0)::float8 AS seconds FROM omb.session s
          WHERE s.state = ANY($1) AND NOT EXISTS (SELECT FROM omb.stage_lease l WHERE l.session_id = s.id AND l.expires_at > now())`,
        [WORKING_STATES],
      ),
      this.rows<Figures['waiting'][number]>(
        `SELECT purpose, count(w.ticket)::int AS count, coalesce(max(extract(epoch FROM now() - w.since)), 0)::float8 AS oldest
           FROM unnest(ARRAY['test', 'uat']) AS purpose LEFT JOIN omb.sandbox_waiter w USING (purpose) GROUP BY purpose ORDER BY purpose`,
      ),
      this.rows<Figures['hosts'][number]>(
        `SELECT h.name AS host, h.state, s.purpose, count(*)::int AS places, count(*) FILTER (WHERE s.expires_at > now())::int AS taken
           FROM omb.sandbox_host h JOIN omb.sandbox_slot s ON s.host = h.name WHERE h.state <> 'removed' GROUP BY h.name, h.state, s.purpose ORDER BY h.name, s.purpose`,
      ),
      this.rows<Figures['tokens']>(
        `SELECT ${['inputTokens', 'outputTokens', 'llmCalls'].map((name, index) => `coalesce(sum((body->'usage'->>'${name}')::float8), 0)::float8 AS ${['input', 'output', 'calls'][index]}`).join(', ')} FROM omb.session`,
      ),
      this.workers(),
    ]);
    return { sessions, stages, leases, oldestUnworked: unworked?.seconds ?? 0, waiting, hosts, tokens: tokens ?? { input: 0, output: 0, calls: 0 }, workers };
  }

  private async rows<Row extends object>(text: string, values: unknown[] = []): Promise<readonly Row[]> {
    return (await query<Row>(this.pool, text, values)).rows;
  }
}
