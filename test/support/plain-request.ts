import { request } from 'node:http';

export interface PlainRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In pieces: sent without a length. */
  readonly body?: string | Uint8Array | readonly string[];
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, to the byte. */
  readonly text: string;
  /** JSON; null when there is none. */
  readonly body: unknown;
}

/** One HTTP request with these headers and no others: `fetch` would add a Content-Type of its own. */
export function plainRequest(url: string, { method = 'POST', headers = {}, body = '' }: PlainRequest): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: Array.isArray(body) || body === '' ? headers : { 'content-length': String(Buffer.byteLength(body as string)), ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const named = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(named) as Record<string, string>, text, body: parsed(text) });
      });
    });
    sent.on('error', reject);
    for (const piece of Array.isArray(body) ? (body as readonly string[]) : [body as string]) if (piece.length > 0) sent.write(piece);
    sent.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
