import type { StandingHost } from '../hosts/install.js';
import type { HostAccess } from '../hosts/remote-host.js';
import { accessOf } from './access.js';
import type { Api, Pace } from './api.js';
import { readCatalogue } from './catalogue.js';
import type { DeploymentConf } from './deployment-conf.js';
import type { Observed, Role } from './deployment.js';
import { desiredState } from './desired.js';
import { difference, differenceToNothing, ours, type Step } from './diff.js';
import type { PublicKey } from './key-pair.js';
import type { DeploymentLock } from './lock.js';
import { observe } from './observe.js';
import { planText, type Plan } from './plan-text.js';
import { reconcile } from './reconcile.js';
import { statusText } from './status-text.js';

export interface DeployOptions {
  readonly conf: DeploymentConf;
  readonly api: Api;
  readonly pace: Pace;
  readonly lock: DeploymentLock;
  /** The operator's SSH key: made when it is not there and wanted, else null. */
  key(make: boolean): Promise<PublicKey | null>;
  /** Puts the product onto the hosts, each with its private address; null: they are left as they are. */
  readonly install: ((n8n: StandingHost, docker: readonly StandingHost[]) => Promise<void>) | null;
  say(line: string): void;
}

/** A plan makes none. */
const NO_KEY_YET: PublicKey = { id: 'key', line: '' };

/** What deploy.sh does, one method a command. */
export class Deploy {
  constructor(private readonly options: DeployOptions) {}

  /** Says what apply would do. Changes nothing. */
  async plan(): Promise<void> {
    this.options.say(planText(await this.look()));
    this.options.say('\nNothing was changed. ./deploy.sh does it.');
  }

  /** Makes what is missing and changes what differs, at Lightsail and then on the hosts; deletes nothing. */
  async apply(why = 'apply'): Promise<void> {
    const { say, lock, conf, install } = this.options;
    const plan = await this.look();
    say(planText(plan));
    if (plan.difference.steps.length === 0 && install === null) return;
    say('');
    await lock.hold(why, async () => {
      const key = (await this.options.key(true)) ?? NO_KEY_YET;
      const observed = await this.reconcile((seen) => difference(desiredState(conf, key, plan.catalogue, seen), seen).steps);
      if (install === null) return;
      const hosts = await this.standing(observed);
      const n8n = hosts.find(({ role }) => role === 'n8n');
      if (n8n !== undefined) await install(n8n, hosts.filter(({ role }) => role === 'docker'));
    });
    say('\nDone: all is as the configuration says.\n');
    await this.status();
  }

  async status(): Promise<void> {
    const { conf, say, lock, api } = this.options;
    const [observed, catalogue, held] = await Promise.all([this.observe(), readCatalogue(api.send), lock.held()]);
    say(statusText(conf.project, observed, catalogue, held));
  }

  /** Names of the Docker hosts that stand. */
  async dockerHosts(): Promise<readonly string[]> {
    return ours(await this.observe()).filter(({ role }) => role === 'docker').map(({ name }) => name);
  }

  /**
   * How a host of the project is reached over SSH.
   *
   * @param name null: the n8n host
   * @throws Error when there is none
   */
  async access(name: string | null): Promise<HostAccess> {
    const { api, conf } = this.options;
    const instances = ours(await this.observe());
    const found = instances.find((instance) => (name === null ? instance.role === 'n8n' : instance.name === name));
    if (found === undefined) throw new Error(`There is no host ${name ?? `of ${conf.project}`}${instances.length === 0 ? '' : `; there is ${instances.map((instance) => instance.name).join(', ')}`}.`);
    return accessOf(api.send, found.name);
  }

  /**
   * Deletes one Docker host, after the others have its work.
   *
   * @param drain has the n8n host take its work away; not called where only machines are wanted, or no n8n host stands
   */
  async removeHost(name: string, drain: (n8n: HostAccess, address: string) => Promise<void>): Promise<void> {
    await this.options.lock.hold(`remove-host ${name}`, async () => {
      await this.emptied(name, drain);
      await this.reconcile((observed) => differenceToNothing(observed).filter(({ change }) => change.kind === 'delete-instance' && change.name === name));
    });
    this.options.say(`${name} is gone.`);
  }

  /** What destroy would delete. */
  async belongings(): Promise<readonly Step[]> {
    return differenceToNothing(await this.observe());
  }

  /** Deletes all that is the project's, then looks whether anything of it is left. */
  async destroy(): Promise<void> {
    const { say, lock } = this.options;
    await lock.hold('destroy', async () => {
      await this.reconcile(differenceToNothing);
    });
    const left = await this.belongings();
    const held = await lock.held();
    if (left.length > 0 || held !== null) throw new Error(`Something is left: ${[...left.map(({ change }) => change.name), ...(held === null ? [] : ['the lock'])].join(', ')}. Run it again.`);
    say('Looked for instances and snapshots with the tag, addresses and keys with the name: nothing is left.');
  }

  /** Then the n8n host knows the other hosts only. Each part can be done again, and so the whole. */
  private async emptied(name: string, drain: (n8n: HostAccess, address: string) => Promise<void>): Promise<void> {
    const { install } = this.options;
    const hosts = await this.standing(await this.observe());
    const n8n = hosts.find(({ role }) => role === 'n8n');
    const leaving = hosts.find(({ access }) => access.name === name);
    if (install === null || n8n === undefined || leaving === undefined) return;
    await drain(n8n.access, leaving.privateIp);
    await install(n8n, hosts.filter(({ role, access }) => role === 'docker' && access.name !== name));
  }

  private standing(observed: Observed): Promise<readonly (StandingHost & { readonly role: Role })[]> {
    return Promise.all(ours(observed).map(async ({ name, role, privateIp }) => ({ role, access: await accessOf(this.options.api.send, name), privateIp: privateIp ?? '' })));
  }

  private async look(): Promise<Plan> {
    const { conf, api, key } = this.options;
    const [observed, catalogue, publicKey] = await Promise.all([this.observe(), readCatalogue(api.send), key(false)]);
    const desired = desiredState(conf, publicKey ?? NO_KEY_YET, catalogue, observed);
    return { conf, desired, observed, catalogue, difference: difference(desired, observed) };
  }

  private observe(): Promise<Observed> {
    return observe(this.options.api.send, this.options.conf.project);
  }

  private reconcile(steps: (observed: Observed) => readonly Step[]): Promise<Observed> {
    const { api, pace, conf, say } = this.options;
    return reconcile({ api, pace, project: conf.project, steps, look: () => this.observe(), say: (line) => say(`  ${line}`) });
  }
}
