import { createHash } from 'node:crypto';
import { BuilderError } from '../../domain/errors.js';
import { withRenames } from '../../domain/module-spec/renames.js';
import { parseModuleSpec } from '../../domain/module-spec/parse.js';
import type { Config } from '../../config.js';
import type { Budget, Digest } from '../../domain/session.js';
import type { NewArtifact } from '../../ports/session-store.js';
import type { App } from '../app.js';
import { idempotencyKey } from './access.js';
import { answer, json } from './answer.js';
import { nextStage, type ApiRequest, type ApiResponse } from './api.js';
import { linksOf } from './links.js';
import { requestBody } from './request-body.js';
import { parseRequest, submitRequest } from './requests.js';
import { sessionToken } from './session-token.js';

/** POST /specification-agent: opens a session with requirements in prose, or with a ModuleSpec. 202 with the token. */
export function submit(app: App, request: ApiRequest): Promise<ApiResponse> {
  return answer(app, async () => {
    const body = parseRequest(submitRequest, requestBody(request));
    const key = idempotencyKey(request);
    const content = body.spec === undefined ? requirementsOf(app, body.requirements ?? '') : specOf(body.spec, body.odooVersion);
    const digest = digestOf(content.artifact);
    const { token, digest: tokenDigest } = await sessionToken(app, body.sessionId, key);
    const { session, replayed } = await app.store.create({
      id: body.sessionId,
      tokenDigest,
      command: {
        type: 'submit',
        odooVersion: content.odooVersion ?? body.odooVersion ?? '19.0',
        language: body.language ?? 'en',
        budget: budgetOf(app.config),
        ttlSeconds: app.config.OMB_SESSION_TTL_SECONDS,
        requirements: body.spec === undefined ? digest : null,
        spec: body.spec === undefined ? null : digest,
      },
      idempotencyKey: key,
      artifacts: [content.artifact],
    });
    const { id: sessionId, state, version } = session;
    const response = json(202, { sessionId, state, version, token, links: linksOf(app.config, sessionId) });
    return { ...response, next: replayed ? null : nextStage(session) };
  });
}

/** What a new session may cost, by the configuration of now. */
function budgetOf(config: Config): Budget {
  return {
    repairRounds: config.OMB_REPAIR_ROUNDS,
    tokens: config.OMB_TOKEN_BUDGET,
    softCap: config.OMB_SOFT_CAP_PERCENT / 100,
    strong: config.OMB_LLM_STRONG_MODEL !== '',
    ...(config.OMB_COST_BUDGET === 0 ? {} : { cost: config.OMB_COST_BUDGET }),
    ...(config.OMB_MINUTES_BUDGET === 0 ? {} : { minutes: config.OMB_MINUTES_BUDGET }),
  };
}

interface Content {
  readonly artifact: NewArtifact;
  readonly odooVersion?: string;
}

const digestOf = ({ bytes }: NewArtifact): Digest => createHash('sha256').update(bytes).digest('hex');

function requirementsOf(app: App, requirements: string): Content {
  if (app.model === null) {
    throw new BuilderError(
      'user',
      'llm_not_configured',
      'Requirements in prose need a language model, and none is configured. Either configure an OpenAI credential for the SpecAgent, or send a ModuleSpec as "spec" (object or YAML): that needs none.',
    );
  }
  return { artifact: { name: 'requirements.md', mediaType: 'text/markdown; charset=utf-8', bytes: Buffer.from(requirements) } };
}

/** Every mistake of the spec is told at once, and nothing is stored. */
function specOf(input: string | Record<string, unknown>, odooVersion: string | undefined): Content {
  const spec = withRenames(null, parseModuleSpec(input));
  if (odooVersion !== undefined && odooVersion !== spec.odooVersion) {
    throw new BuilderError('user', 'odoo_version_mismatch', `The request says Odoo ${odooVersion}, its spec says ${spec.odooVersion}. Leave odooVersion out of the request, or make both the same.`);
  }
  return { artifact: { name: 'spec.json', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(spec)) }, odooVersion: spec.odooVersion };
}
