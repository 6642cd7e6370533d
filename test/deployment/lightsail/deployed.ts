import { connect, type Pace } from '../../../deployment/lightsail/api.js';
import { parseDeploymentConf, type DeploymentConf } from '../../../deployment/lightsail/deployment-conf.js';
import { Deploy, type DeployOptions } from '../../../deployment/lightsail/deploy.js';
import { DeploymentLock, type Holder } from '../../../deployment/lightsail/lock.js';
import type { LightsailEndpoint } from '../../fakes/lightsail/endpoint.js';

/** Seconds as milliseconds. */
export const PACE: Pace = { lookMs: 1, patienceMs: 2_000, throttledMs: 1, retries: 5 };

/** What a person writes into deployment.conf, with other values for some keys. */
export function confText(values: Readonly<Record<string, string>> = {}): string {
  const all = {
    PROJECT: 'omb', AWS_REGION: 'eu-central-1', AWS_ZONE: '', AWS_PROFILE: '', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary-of-the-secret-key',
    OPERATOR_CIDRS: '203.0.113.7/32', N8N_MEMORY_GB: '8', DOCKER_HOSTS: '2', DOCKER_HOST_MEMORY_GB: '4', SNAPSHOT_HOUR: '3',
    DOMAIN: '', OWNER_EMAIL: '', OWNER_PASSWORD: '', EDITOR_PASSWORD: '', OPENAI_API_KEY: '', OPENAI_BASE_URL: '', OPENAI_MODEL: '',
    UAT_DOMAIN: '', DNS_PLUGIN: '', DNS_CREDENTIALS: '', FRONTEND_ORIGIN: '', BACKUP_DAYS: '7', ...values,
  };
  return Object.entries(all).map(([key, value]) => `${key}=${value}\n`).join('');
}

export const confOf = (values: Readonly<Record<string, string>> = {}): DeploymentConf => parseDeploymentConf({ file: 'deployment.conf', text: confText(values), mode: 0o600 });

export interface Said {
  readonly deploy: Deploy;
  readonly lock: DeploymentLock;
  readonly lines: string[];
  end(): void;
}

export const KEY = { line: 'ssh-rsa AAAAB3NzaC1yc2E=', id: '0123abcd' };

/** One call of deploy.sh in this process, by a process number of its own. */
export function deployTo(endpoint: LightsailEndpoint, values: Readonly<Record<string, string>> = {}, me: Holder = { who: 'kim@desk', pid: 1 }, isAlive: (pid: number) => boolean = () => false, install: DeployOptions['install'] = null): Said {
  const conf = confOf(values);
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  process.env['AWS_ENDPOINT_URL'] = endpoint.url;
  const api = connect(conf, PACE, say);
  const lock = new DeploymentLock(api, conf.project, PACE, me, isAlive);
  const deploy = new Deploy({ conf, api, pace: PACE, lock, say, install, key: async () => KEY });
  return { deploy, lock, lines, end: () => api.end() };
}
