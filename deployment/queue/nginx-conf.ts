import { HOST_PORTS, type QueuePorts } from './processes.js';

export interface LocalDoor {
  readonly port: number;
  readonly ports: QueuePorts;
  /** Names and passwords of those who may open the editor. */
  readonly htpasswd: string;
  /** nginx's own files. */
  readonly folder: string;
  /** Whether nginx is started by root: its processes must read folders that are root's alone. */
  readonly isRoot: boolean;
}

/** The configuration of a host's nginx for this machine: plain http on loopback, other ports and folders, all else the same. */
export function localNginxConf(hostConf: string, door: LocalDoor): string {
  const { port, ports, htpasswd, folder, isRoot } = door;
  const ofHost = [HOST_PORTS.main, ...HOST_PORTS.webhooks, HOST_PORTS.gateway, HOST_PORTS.stages];
  const here = [ports.main, ...ports.webhooks, ports.gateway, ports.stages];
  const changes: readonly (readonly [RegExp, string])[] = [
    // The server that leads from http to https.
    [/^server \{\n {2}listen 80 [\s\S]*?^\}\n/m, ''],
    [/^ *listen \[::\]:443 .*\n/m, ''],
    [/^ *listen 443 ssl default_server;/m, `  listen 127.0.0.1:${port} default_server;`],
    [/^ *(http2|ssl_\w+) .*\n/gm, ''],
    [/^ *add_header Strict-Transport-Security .*\n/m, ''],
    [/\/etc\/odoo-module-builder\/htpasswd/, htpasswd],
    [/^ *default 0;\n *include \/etc\/odoo-module-builder\/editor-addresses;/m, '  default 1;'],
  ];
  const site = changes.reduce((text, [what, by]) => replaced(text, what, by), hostConf);
  const moved = site.replaceAll(/127\.0\.0\.1:(\d+)(?=;)/g, (address, found: string) => {
    const index = ofHost.indexOf(Number(found));
    return index < 0 ? address : `127.0.0.1:${here[index]}`;
  });
  return `${wrapped(folder, isRoot)}\n${moved}\n}\n`;
}

/** nginx before 1.25.1 wants HTTP/2 said where it listens. */
export function hostNginxConf(hostConf: string, nginxVersion: string): string {
  const [major = 0, minor = 0, patch = 0] = nginxVersion.split('.').map(Number);
  if (major > 1 || minor > 25 || (minor === 25 && patch >= 1)) return hostConf;
  return replaced(replaced(hostConf, /^ *http2 on;\n/gm, ''), /(listen .*\b443 ssl)/g, '$1 http2');
}

/** @throws Error when there is nothing to replace: then the file has changed, and this has not. */
export function replaced(text: string, what: RegExp, by: string): string {
  const changed = text.replace(what, by);
  if (changed === text) throw new Error(`nginx-n8n.conf has nothing like ${String(what)}`);
  return changed;
}

function wrapped(folder: string, isRoot: boolean): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path "${folder}/${name}";`).join('\n');
  return `${isRoot ? 'user root;\n' : ''}daemon off;
pid "${folder}/nginx.pid";
error_log stderr warn;
worker_processes 1;
events { worker_connections 1024; }
http {
access_log off;
${temporary}
`;
}
