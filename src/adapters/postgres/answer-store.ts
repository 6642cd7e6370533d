import type { Pool } from 'pg';
import type { AnswerStore, Completion } from '../../ports/language-model.js';

/** Paid answers in `omb.answer`; the first one saved under a digest stays. */
export class PostgresAnswerStore implements AnswerStore {
  constructor(private readonly pool: Pool) {}

  async find(inputDigest: string): Promise<Completion | null> {
    const { rows } = await this.pool.query<{ completion: Completion }>('SELECT completion FROM omb.answer WHERE input_digest = $1', [inputDigest]);
    return rows[0]?.completion ?? null;
  }

  async save(inputDigest: string, sessionId: string, answer: Completion): Promise<void> {
    await this.pool.query(
      'INSERT INTO omb.answer (input_digest, session_id, completion) VALUES ($1, $2, $3) ON CONFLICT (input_digest) DO NOTHING',
      [inputDigest, sessionId, JSON.stringify(storable(answer))],
    );
  }

  async forget(inputDigests: readonly string[]): Promise<void> {
    await this.pool.query('DELETE FROM omb.answer WHERE input_digest = ANY($1)', [inputDigests]);
  }
}

/** PostgreSQL's jsonb refuses U+0000, which a model may well say; the replacement character stands for it. */
function storable(answer: Completion): Completion {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) => (typeof value === 'string' ? value.replaceAll('\u0000', '\uFFFD') : value)) as Completion;
}
