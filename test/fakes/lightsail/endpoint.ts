import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ANSWERS, LOOKS, Refusal, type Input } from './answers.js';
import type { Machines } from './machines.js';
import { MODEL, violations } from './model.js';
import { LaggingRegion, type Json, type Region } from './region.js';

export interface EndpointOptions {
  /** Reads that are still shown what was before a change. */
  readonly lag?: number;
  readonly blueprints?: readonly string[];
  /** Behind its instances; nothing when left out. */
  readonly machines?: Machines;
}

export interface Call {
  readonly operation: string;
  readonly input: Json;
  /** All that came over the wire: headers and body. */
  readonly raw: string;
}

/** When the caller dies: before the change, or after it and before its answer. */
type Moment = 'before' | 'after';

/**
 * Lightsail as AWS's SDK reaches it: AWS JSON 1.1 over HTTP. Each request and each answer is checked against AWS's own model;
 * what does not fit it is told by `wrong`, which every test looks at.
 */
export class LightsailEndpoint {
  readonly calls: Call[] = [];
  /** Requests and answers that the model does not allow. */
  readonly wrong: string[] = [];
  private readonly region: LaggingRegion;
  private readonly server: Server;
  private throttled = 0;
  private death: { readonly change: number; readonly moment: Moment; readonly onDeath: () => void } | null = null;
  private dark = false;
  private changes = 0;

  private constructor(private readonly options: EndpointOptions) {
    this.region = new LaggingRegion(options.lag ?? 0, (instance) => options.machines?.isRunning(instance) ?? true);
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        this.wrong.push(String(error));
        response.writeHead(500).end();
      });
    });
  }

  static async start(options: EndpointOptions = {}): Promise<LightsailEndpoint> {
    const endpoint = new LightsailEndpoint(options);
    endpoint.server.listen(0, '127.0.0.1');
    await once(endpoint.server, 'listening');
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What is true there now. */
  get holds(): Region {
    return this.region.now;
  }

  /** Operations that changed something, in their order. */
  get changed(): string[] {
    return this.calls.map(({ operation }) => operation).filter((operation) => !LOOKS.has(operation));
  }

  /** The next so many calls are too many. */
  throttle(calls: number): void {
    this.throttled = calls;
  }

  /** At this change, counted from 1, the caller dies: nothing that it sends afterwards arrives, until `revive`. */
  dieAt(change: number, moment: Moment, onDeath: () => void = () => {}): void {
    this.changes = 0;
    this.death = { change, moment, onDeath };
  }

  revive(): void {
    [this.dark, this.death] = [false, null];
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (this.dark) return void request.socket.destroy();
    const target = String(request.headers['x-amz-target']);
    const operation = target.slice(MODEL.targetPrefix.length + 1);
    const model = MODEL.operations[operation];
    const answer = ANSWERS[operation];
    if (model === undefined || answer === undefined || !target.startsWith(`${MODEL.targetPrefix}.`)) return this.refuse(response, 'UnknownOperationException', target, true);
    const region = /^AWS4-HMAC-SHA256 Credential=[A-Z0-9]+\/\d{8}\/([a-z0-9-]+)\/lightsail\/aws4_request, /.exec(request.headers.authorization ?? '')?.[1];
    if (region === undefined || request.headers['content-type'] !== `application/x-amz-json-${MODEL.jsonVersion}`) return this.refuse(response, 'UnauthenticatedException', 'no signature', true);
    if (this.throttled > 0) {
      this.throttled -= 1;
      return this.refuse(response, 'ThrottlingException', 'Rate exceeded');
    }
    const input = JSON.parse(body) as Json;
    this.calls.push({ operation, input, raw: `${JSON.stringify(request.headers)}\n${body}` });
    const bad = violations(model.input, input);
    if (bad.length > 0) return this.refuse(response, 'InvalidInputException', `${operation}: ${bad.join('; ')}`, true);
    this.answer(operation, input, region, request, response);
  }

  private answer(operation: string, input: Json, region: string, request: IncomingMessage, response: ServerResponse): void {
    const isChange = !LOOKS.has(operation);
    if (isChange) this.changes += 1;
    if (isChange && this.dies('before')) return void request.socket.destroy();
    let output: Json;
    try {
      const blueprints = this.options.blueprints ?? ['debian_12', 'debian_13', 'ubuntu_24_04'];
      output = ANSWERS[operation]?.(input as unknown as Input, this.region, { region, blueprints, machines: this.options.machines ?? null }) ?? {};
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.refuse(response, error.type, error.message);
    }
    if (isChange) this.region.changed();
    if (isChange && this.dies('after')) return void request.socket.destroy();
    const bad = violations(MODEL.operations[operation]?.output ?? '', output);
    this.wrong.push(...bad.map((violation) => `answer of ${operation}: ${violation}`));
    response.writeHead(200, { 'content-type': `application/x-amz-json-${MODEL.jsonVersion}` }).end(JSON.stringify(output));
  }

  private dies(moment: Moment): boolean {
    if (this.death === null || this.death.moment !== moment || this.death.change !== this.changes) return false;
    this.dark = true;
    this.death.onDeath();
    return true;
  }

  private refuse(response: ServerResponse, type: string, message: string, isOurs = false): void {
    if (isOurs) this.wrong.push(`${type}: ${message}`);
    response.writeHead(400, { 'content-type': `application/x-amz-json-${MODEL.jsonVersion}` }).end(JSON.stringify({ __type: type, message }));
  }
}
