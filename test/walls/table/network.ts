import { inTest, through } from '../probe.js';

const connect = (address: string, port: number, family = 'AF_INET', kind = 'SOCK_STREAM'): string => `import socket
s = socket.socket(socket.${family}, socket.${kind})
s.settimeout(5)
s.connect(("${address}", ${port}))
s.send(b"GET / HTTP/1.0\\r\\n\\r\\n")
${through()}`;
const UNREACHABLE = /Network is unreachable/;

/** Ways out of a sandbox over a network. There is none: each fails at once, at the kernel. */
export const NETWORK = [
  inTest('network: the host, at the gateway of Docker’s network', connect('172.17.0.1', 2375), { says: UNREACHABLE }),
  inTest('network: the metadata address of a cloud', connect('169.254.169.254', 80), { says: UNREACHABLE }),
  inTest('network: a neighbour container that listens', connect('{neighbour}', 8000), { says: UNREACHABLE }),
  inTest('network: IPv6', connect('2001:db8::1', 443, 'AF_INET6'), { says: /Cannot assign requested address|Network is unreachable/ }),
  inTest('network: a datagram', connect('192.0.2.53', 53, 'AF_INET', 'SOCK_DGRAM'), { says: UNREACHABLE }),
  inTest('network: a name by DNS', `import socket\nfound = socket.getaddrinfo("example.com", 80)\n${through('found')}`, { says: /name resolution|Name or service not known/ }),
  inTest('network: raw packets', `import socket\ns = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)\n${through()}`, { says: /Operation not permitted/ }),
  inTest('unix sockets: Docker’s', `import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect("/var/run/docker.sock")\n${through()}`, { says: /No such file or directory/ }),
  inTest('unix sockets: every one that the kernel names but Postgres’', `import re
import socket
names = {match[1] for line in open("/proc/net/unix") if (match := re.search(r" (@?/?[\\w./@-]+)$", line))} - {"/run/postgresql/.s.PGSQL.5432"}
for name in sorted(names):
    try:
        socket.socket(socket.AF_UNIX).connect(name.replace("@", "\\0"))
    except OSError:
        continue
    ${through('name')}
raise OSError(f"none of {len(names)} sockets is open to Odoo")`, { says: /none of \d+ sockets is open to Odoo/ }),
  inTest('unix sockets: Postgres, as its superuser', `import psycopg2\npsycopg2.connect(host="/run/postgresql", user="postgres", dbname="postgres")\n${through()}`, { gate: null, says: /Peer authentication failed/ }),
];
