import type { HostKey, Machines } from '../../fakes/lightsail/machines.js';
import type { Json } from '../../fakes/lightsail/region.js';
import { createNetwork } from '../../support/network.js';
import { bootMachine, docker, ensureHostImage, type DebianHost } from './debian-host.js';

interface Machine {
  publicIp: string;
  ports: readonly Json[];
  host: DebianHost | null;
  hostKeys: readonly HostKey[];
  /** What it was asked for and has not done yet; ends with an error that `settled` throws. */
  work: Promise<void>;
}

/** Numbers of the last part of an address. */
const FIRST_HOST = 10;
const FIRST_STATIC = 200;

/**
 * Lightsail's instances as booted Debian machines with two networks, as there: an inner one for private addresses, and an outer
 * one for public addresses, behind Lightsail's own firewall. Whoever calls from this machine comes from the outer network's
 * first address, the operator's.
 */
export class DebianMachines implements Machines {
  private readonly machines = new Map<string, Machine>();
  private readonly gone: Promise<void>[] = [];
  private next = FIRST_HOST;
  private nextStatic = FIRST_STATIC;

  private constructor(private readonly image: string, readonly networks: { readonly inner: string; readonly outer: string }, private readonly subnets: { readonly inner: string; readonly outer: string }, private readonly volumes: readonly string[]) {}

  /** @param volumes what every machine finds there already, as `docker run --volume` takes it */
  static async start(name: string, volumes: readonly string[] = []): Promise<DebianMachines> {
    const image = await ensureHostImage();
    const networks = { inner: `omb-test-${name}-inner-${process.pid}`, outer: `omb-test-${name}-outer-${process.pid}` };
    return new DebianMachines(image, networks, { inner: await createNetwork(networks.inner), outer: await createNetwork(networks.outer) }, volumes);
  }

  get operator(): string {
    return `${this.subnets.outer}.1`;
  }

  create(name: string, authorizedKey: string, userData = ''): { readonly privateIp: string; readonly publicIp: string } {
    const number = (this.next += 1);
    const privateIp = `${this.subnets.inner}.${number}`;
    const machine: Machine = { publicIp: `${this.subnets.outer}.${number}`, ports: [], host: null, hostKeys: [], work: Promise.resolve() };
    this.machines.set(name, machine);
    this.ask(machine, async () => {
      const host = await bootMachine(this.containerOf(name), this.image, ['--hostname', name, '--network', this.networks.inner, '--ip', privateIp, ...this.volumes.flatMap((volume) => ['--volume', volume])], { authorizedKey, userData });
      await docker('network', 'connect', '--ip', machine.publicIp, this.networks.outer, this.containerOf(name));
      machine.hostKeys = (await host.must('cat /etc/ssh/ssh_host_*_key.pub')).split('\n').map((line) => line.split(' ')).map(([algorithm = '', publicKey = '']) => ({ algorithm, publicKey }));
      machine.host = host;
    });
    return { privateIp, publicIp: machine.publicIp };
  }

  isRunning(name: string): boolean {
    return (this.machines.get(name)?.host ?? null) !== null;
  }

  hostKeys(name: string): readonly HostKey[] {
    return this.of(name).hostKeys;
  }

  newStaticIp(): string {
    this.nextStatic += 1;
    return `${this.subnets.outer}.${this.nextStatic}`;
  }

  attach(name: string, publicIp: string): void {
    const machine = this.of(name);
    this.ask(machine, async () => {
      await docker('network', 'disconnect', this.networks.outer, this.containerOf(name));
      await docker('network', 'connect', '--ip', publicIp, this.networks.outer, this.containerOf(name));
      machine.publicIp = publicIp;
      await this.applyOpenings(machine);
    });
  }

  open(name: string, ports: readonly Json[]): void {
    const machine = this.of(name);
    this.ask(machine, async () => {
      machine.ports = ports;
      await this.applyOpenings(machine);
    });
  }

  delete(name: string): void {
    const machine = this.of(name);
    this.machines.delete(name);
    this.gone.push(machine.work.catch(() => undefined).then(() => this.remove(name)));
  }

  /** The machine behind an instance, when it has done all that it was asked for. */
  async host(name: string): Promise<DebianHost> {
    const machine = this.of(name);
    await machine.work;
    if (machine.host === null) throw new Error(`${name} has not booted`);
    return machine.host;
  }

  async reboot(name: string): Promise<void> {
    const host = await this.host(name);
    await host.reboot();
    await this.applyOpenings(this.of(name));
  }

  /** Its power fails, for good; Lightsail goes on to show it. */
  async destroyed(name: string): Promise<void> {
    await docker('kill', this.containerOf(name));
  }

  /** Names of what is left of it: machines and their volumes. */
  async left(): Promise<string[]> {
    await Promise.all(this.gone);
    return (await docker('ps', '--all', '--filter', `network=${this.networks.inner}`, '--format', '{{.Names}}')).split('\n').filter((name) => name !== '');
  }

  async end(): Promise<void> {
    await Promise.all(this.gone);
    for (const [name, { work }] of this.machines) await work.catch(() => undefined).then(() => this.remove(name));
    for (const network of Object.values(this.networks)) await docker('network', 'rm', network);
  }

  private containerOf(name: string): string {
    return `${this.networks.inner}-${name}`;
  }

  private async remove(name: string): Promise<void> {
    await docker('rm', '--force', '--volumes', this.containerOf(name));
  }

  private of(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined) throw new Error(`There is no machine ${name}`);
    return machine;
  }

  private ask(machine: Machine, work: () => Promise<void>): void {
    machine.work = machine.work.then(work);
    // Told by whoever waits for it.
    machine.work.catch(() => undefined);
  }

  /** Lightsail's firewall stands before the machine and knows only its public address. */
  private async applyOpenings(machine: Machine): Promise<void> {
    const allowed = machine.ports.flatMap(({ protocol, fromPort, toPort, cidrs }) =>
      (cidrs as readonly string[]).map((cidr) => `iptables -t mangle -A LIGHTSAIL -s ${cidr} -p ${String(protocol)} --dport ${String(fromPort)}:${String(toPort)} -j RETURN`));
    await machine.host?.must([
      'iptables -t mangle -N LIGHTSAIL 2>/dev/null || iptables -t mangle -F LIGHTSAIL',
      'iptables -t mangle -C PREROUTING -j LIGHTSAIL 2>/dev/null || iptables -t mangle -A PREROUTING -j LIGHTSAIL',
      `iptables -t mangle -A LIGHTSAIL ! -d ${machine.publicIp} -j RETURN`,
      'iptables -t mangle -A LIGHTSAIL -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN',
      ...allowed,
      'iptables -t mangle -A LIGHTSAIL -j DROP',
    ].join('\n'));
  }
}
