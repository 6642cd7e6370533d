import { LightsailClient, LightsailServiceException } from '@aws-sdk/client-lightsail';
import pRetry from 'p-retry';
import type { DeploymentConf } from './deployment-conf.js';

/** How long is waited for what; tests take shorter ones. */
export interface Pace {
  /** Milliseconds between two looks at what stands; while nothing changes, twice as long each time, up to 16 times. */
  readonly lookMs: number;
  /** Milliseconds in which something must have changed; a new instance takes one to three minutes. */
  readonly patienceMs: number;
  /** First pause after "too many requests", in milliseconds; it doubles up to a minute. */
  readonly throttledMs: number;
  /** Tries again before a call has failed; ten, from one second on, are four to eight minutes. */
  readonly retries: number;
}

export const PACE: Pace = { lookMs: 250, patienceMs: 15 * 60_000, throttledMs: 1_000, retries: 10 };

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/;
/** No answer, or one that promises another time. */
const PASSING = /ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|socket hang up|TimeoutError/;

/** Makes one call; waits where AWS says that there are too many, and where the network or AWS stumbled. */
export type Send = <T>(call: (client: LightsailClient) => Promise<T>) => Promise<T>;

export interface Api {
  readonly send: Send;
  end(): void;
}

/** Where and as whom, from the configuration; `AWS_ENDPOINT_URL` leads elsewhere, as it does for each of AWS's tools. */
export function connect(conf: Pick<DeploymentConf, 'region' | 'profile' | 'keys'>, pace: Pace, onWait: (why: string) => void): Api {
  const client = new LightsailClient({
    region: conf.region,
    ...(conf.profile === null ? {} : { profile: conf.profile }),
    ...(conf.keys === null ? {} : { credentials: { accessKeyId: conf.keys.id, secretAccessKey: conf.keys.secret } }),
    // Waiting is done here, where the operator sees it.
    maxAttempts: 1,
  });
  return {
    send: (call) =>
      pRetry(() => call(client), {
        retries: pace.retries,
        minTimeout: pace.throttledMs,
        maxTimeout: 60_000,
        factor: 2,
        randomize: true,
        shouldRetry: ({ error }) => isPassing(error),
        onFailedAttempt: ({ error }) => {
          if (isPassing(error)) onWait(THROTTLED.test(error.name) ? 'AWS says that these are too many requests; waiting' : `AWS does not answer (${error.message || error.name}); trying again`);
        },
      }),
    end: () => client.destroy(),
  };
}

function isPassing(error: Error): boolean {
  if (error instanceof LightsailServiceException) return THROTTLED.test(error.name) || error.$fault === 'server' || (error.$metadata.httpStatusCode ?? 0) >= 500;
  return PASSING.test(`${error.name} ${error.message} ${(error as NodeJS.ErrnoException).code ?? ''}`);
}

/** All pages of a list. */
export async function pages<Page extends { readonly nextPageToken?: string | undefined }>(page: (pageToken: string | undefined) => Promise<Page>): Promise<Page[]> {
  const all: Page[] = [];
  let token: string | undefined;
  do {
    const next = await page(token);
    all.push(next);
    token = next.nextPageToken;
  } while (token !== undefined && token !== '');
  return all;
}
