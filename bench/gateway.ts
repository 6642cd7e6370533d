import { figures, mustAllAnswer, openLoop, type Load, type Send } from './load.js';
import { prepareSessions, type PreparedSession } from './prepared-sessions.js';
import type { Bench, Section } from './section.js';
import { ms, table } from './table.js';

const PER_SECOND = 50;
const SECONDS = 20;
const WARM_UP_SECONDS = 3;
const GOAL_MS = 50;
/** A gateway lets 20 watch one session. */
const SESSIONS = 20;

/** Status and events past n8n: requests at their times (open loop), whether those before them are answered or not. */
export async function gateway(bench: Bench): Promise<Section> {
  const { stack, app, delivered } = await bench.environment();
  bench.progress.start('sessions to look at');
  const sessions = await prepareSessions(app, await delivered(), 'uat', SESSIONS);
  const at = (index: number): PreparedSession => sessions[index % sessions.length] as PreparedSession;
  const url = ({ id }: PreparedSession): string => `${stack.frontend.gatewayUrl}/sessions/${id}`;
  const bearer = ({ token }: PreparedSession): Record<string, string> => ({ authorization: `Bearer ${token}` });

  const etags = new Map<string, string>();
  const status: Send = async (index) => {
    const response = await fetch(url(at(index)), { headers: bearer(at(index)) });
    etags.set(at(index).id, response.headers.get('etag') ?? '');
    await response.arrayBuffer();
    return response.status;
  };
  const unchanged: Send = async (index) => {
    const response = await fetch(url(at(index)), { headers: { ...bearer(at(index)), 'if-none-match': etags.get(at(index).id) ?? '' } });
    await response.arrayBuffer();
    return response.status;
  };
  const events: Send = (index) => firstEvent(`${url(at(index))}/events`, bearer(at(index)));

  const rows = [];
  for (const { name, send, answer } of [
    { name: 'status, whole', send: status, answer: 200 },
    { name: 'status, unchanged (304)', send: unchanged, answer: 304 },
    { name: 'events, from connecting to the first one', send: events, answer: 200 },
  ]) {
    bench.progress.start(`${name}, ${PER_SECOND} a second`);
    await openLoop(PER_SECOND, WARM_UP_SECONDS, send);
    const load = await openLoop(PER_SECOND, SECONDS, send);
    mustAllAnswer(answer, name, load);
    rows.push({ name, load });
  }
  bench.progress.done();
  return section(rows);
}

/** Connects, reads until a `transition` has come, and goes. */
async function firstEvent(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const ended = new AbortController();
  const response = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal: ended.signal });
  try {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString('utf8');
      if (text.includes('event: transition') || text.includes('event:transition')) return response.status;
    }
    throw new Error(`The stream of events ended without one (${response.status}): ${text.slice(0, 200)}`);
  } finally {
    ended.abort();
  }
}

function section(rows: readonly { readonly name: string; readonly load: Load }[]): Section {
  const lines = rows.map(({ name, load }) => {
    const { requests, perSecond, p50, p95 } = figures(load);
    return [name, requests, perSecond.toFixed(1), ms(p50), ms(p95)];
  });
  const goals = rows.map(({ name, load }) => {
    const { p95 } = figures(load);
    return { goal: `${name}: p95 below ${GOAL_MS} ms at ${PER_SECOND} requests a second`, measured: ms(p95), met: p95 < GOAL_MS };
  });
  return { title: 'Status and events through the gateway', tables: [table(['request', 'requests', 'requests/s', 'p50', 'p95'], lines)], goals };
}
