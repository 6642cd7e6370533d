import { readFile } from 'node:fs/promises';

/** An answer of a webhook or the gateway. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface StatusBody {
  readonly sessionId: string;
  readonly state: string;
  readonly version: number;
  readonly allowedActions: readonly string[];
  readonly note: { readonly code: string; readonly message: string } | null;
  readonly [member: string]: unknown;
}

export interface FrontendOptions {
  /** Production webhooks, e.g. `http://127.0.0.1:5678/webhook`. */
  readonly webhookUrl: string;
  readonly gatewayUrl: string;
  readonly apiKey: string;
}

/** What a web frontend does: the webhooks by sessionId, and status, events and artifacts through the gateway. */
export class Frontend {
  private token = '';

  constructor(private readonly options: FrontendOptions, readonly sessionId: string) {}

  async submit(body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await this.post('specification-agent', { sessionId: this.sessionId, ...body }, headers);
    const { token } = answer.body;
    if (typeof token === 'string') this.token = token;
    return answer;
  }

  reviewSpec(decision: 'approve' | 'modify' | 'reject', more: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.post('specification-feedback', { sessionId: this.sessionId, decision, ...more });
  }

  reviewCode(decision: 'accept' | 'modify', more: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.post('coding-feedback', { sessionId: this.sessionId, decision, ...more });
  }

  reviewUat(decision: 'approve' | 'reject', more: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.post('user-acceptance-result', { sessionId: this.sessionId, decision, ...more });
  }

  cancel(): Promise<Answer> {
    return this.post('session-cancel', { sessionId: this.sessionId });
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const response = await fetch(`${this.options.webhookUrl}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': this.options.apiKey, ...this.bearer(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return read(response);
  }

  /** Status by the gateway: past n8n, so that watching costs the workers nothing. */
  async status(): Promise<StatusBody> {
    const answer = await this.gateway(`/sessions/${this.sessionId}`);
    if (answer.status !== 200) throw new Error(`The status answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as unknown as StatusBody;
  }

  async gateway(path: string, init: RequestInit = {}): Promise<Answer> {
    return read(await fetch(`${this.options.gatewayUrl}${path}`, { ...init, headers: { 'x-api-key': this.options.apiKey, ...this.bearer(), ...init.headers } }));
  }

  async download(digest: string): Promise<Uint8Array> {
    const response = await fetch(`${this.options.gatewayUrl}/sessions/${this.sessionId}/artifacts/${digest}`, { headers: { 'x-api-key': this.options.apiKey, ...this.bearer() } });
    if (!response.ok) throw new Error(`The artifact ${digest} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /**
   * Watches until `done` says so. `seen` hears each new state with its version.
   * @throws Error when `timeoutMs` is over, with the state that it was in.
   */
  async watch(done: (status: StatusBody) => boolean, timeoutMs: number, seen: (status: StatusBody) => void = () => undefined): Promise<StatusBody> {
    const end = Date.now() + timeoutMs;
    let version = -1;
    for (;;) {
      const status = await this.status();
      if (status.version !== version) seen(status);
      version = status.version;
      if (done(status)) return status;
      if (Date.now() > end) throw new Error(`The session ${this.sessionId} is still ${status.state} after ${Math.round(timeoutMs / 1000)} s`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  private bearer(): Record<string, string> {
    return this.token === '' ? {} : { authorization: `Bearer ${this.token}` };
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Record<string, unknown> };
  } catch {
    return { status: response.status, headers: response.headers, body: { text } };
  }
}

/** The text of a wish or a specification. @throws Error that names the file when it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`Cannot read ${path}: does the file exist?`, { cause });
  }
}
