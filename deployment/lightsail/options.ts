import { parseArgs } from 'node:util';

const COMMANDS = ['plan', 'apply', 'status', 'add-host', 'remove-host', 'backup', 'restore', 'destroy', 'unlock', 'ssh', 'logs', 'help'] as const;
export type Command = (typeof COMMANDS)[number];

export interface DeployCall {
  readonly command: Command;
  /** Of remove-host, ssh and logs. */
  readonly host: string | null;
  readonly config: string;
  /** Do not ask. */
  readonly yes: boolean;
  /** Of restore: the backup's data. */
  readonly from: string | null;
  /** Of remove-host: minutes that what runs there may go on. */
  readonly minutes: number;
  /** Make the machines and leave what is on them. */
  readonly machinesOnly: boolean;
}

export const USAGE = `./deploy.sh [apply]              make what is missing and change what differs; deletes nothing
./deploy.sh plan                 say what apply would do, what it costs, what the quota leaves; changes nothing
./deploy.sh status               what stands
./deploy.sh add-host             one Docker host more (writes DOCKER_HOSTS in the configuration)
./deploy.sh remove-host NAME     one less: nothing new starts there, what runs may go on for 30 minutes
                                 (--minutes N), live Odoos are then opened again elsewhere, and the host goes
./deploy.sh ssh [NAME]           a shell on a host; without a name, on the n8n host
./deploy.sh logs [NAME]          the last lines of what runs on a host, and what comes
./deploy.sh backup               make a backup on the n8n host now, and fetch it to this machine
./deploy.sh restore --from FILE  put one onto the n8n host: sessions, artifacts, credentials, workflows, passwords
./deploy.sh destroy              delete all of it, and look that nothing is left
./deploy.sh unlock               take the lock from a run that has died on another machine
            --config FILE        another configuration than configs/deployment.conf
            --yes                do not ask before deleting or overwriting
            --machines-only      what Lightsail has, and nothing on the machines`;

/** @throws Error with the usage when the call is not understood */
export function readCall(args: readonly string[], defaultConfig: string): DeployCall {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string' }, yes: { type: 'boolean', default: false }, 'machines-only': { type: 'boolean', default: false }, from: { type: 'string' }, minutes: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
    const [command = 'apply', host, ...more] = positionals;
    if (!isCommand(command)) throw new Error(`“${command}” is no command`);
    if (command === 'remove-host' && host === undefined) throw new Error('remove-host wants the name of one host');
    if ((host !== undefined && !TAKES_NAME.includes(command)) || more.length > 0) throw new Error(TAKES_NAME.includes(command) ? `${command} takes one name` : `${command} takes no name`);
    if ((command === 'restore') !== (values.from !== undefined)) throw new Error(command === 'restore' ? 'restore wants --from FILE, the data of a backup' : '--from is of restore');
    if (values.minutes !== undefined && command !== 'remove-host') throw new Error('--minutes is of remove-host');
    const minutes = values.minutes ?? '30';
    if (!/^\d{1,4}$/.test(minutes)) throw new Error(`--minutes ${minutes} is no number of minutes from 0 to 9999`);
    return { command: values.help ? 'help' : command, host: host ?? null, config: values.config ?? defaultConfig, yes: values.yes, from: values.from ?? null, minutes: Number(minutes), machinesOnly: values['machines-only'] };
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}

const TAKES_NAME: readonly Command[] = ['remove-host', 'ssh', 'logs'];

const isCommand = (name: string): name is Command => (COMMANDS as readonly string[]).includes(name);
