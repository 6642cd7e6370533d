import { inTest, through } from '../probe.js';

const sql = (statement: string): string => `with self.env.cr.savepoint():\n    self.env.cr.execute(${JSON.stringify(statement)})\n${through()}`;

/** More rights than Odoo's role and Odoo's user have. */
export const RIGHTS = [
  inTest('superuser: COPY … TO PROGRAM', sql("COPY (SELECT 1) TO PROGRAM 'sh -c id'"), { gate: null, says: /permission denied to COPY to or from an external program/ }),
  inTest('superuser: COPY … FROM a file of the machine', sql("CREATE TEMP TABLE t (x text); COPY t FROM '/etc/passwd'"), { gate: null, says: /permission denied to COPY from a file/ }),
  inTest('superuser: pg_read_file, large objects from files', sql("SELECT pg_read_file('/var/lib/postgresql/data/pg_hba.conf')"), { gate: null, says: /permission denied for function pg_read_file/ }),
  inTest('superuser: code in an untrusted language', sql("CREATE FUNCTION f(text) RETURNS int AS '/usr/lib/x86_64-linux-gnu/libc.so.6', 'system' LANGUAGE c STRICT"), { gate: null, says: /permission denied for language c/ }),
  inTest('superuser: a role with more rights', sql('CREATE ROLE mighty SUPERUSER LOGIN'), { gate: null, says: /permission denied to create role/ }),
  inTest('superuser: another configuration of Postgres', sql("SET LOCAL log_directory = '/tmp'"), { gate: null, says: /cannot be changed now/ }),
  inTest('rights: becoming root', `import os\nos.setuid(0)\n${through()}`, { says: /Operation not permitted/ }),
  inTest('rights: programs that make root', `import subprocess\nfor command in (["su", "root", "-c", "id"], ["mount", "-t", "tmpfs", "none", "/mnt"], ["unshare", "-r", "id"], ["setpriv", "--reuid=0", "id"], ["nsenter", "-t", "1", "-a", "id"]):\n    try:\n        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)\n    except FileNotFoundError:\n        continue\n    if "uid=0" in done.stdout or (command[0] == "mount" and done.returncode == 0):\n        ${through('done')}\nraise OSError("no program gives more rights")`, { says: /no program gives more rights/ }),
  inTest('rights: devices of the machine', `import os\nos.mknod("/tmp/disk", 0o60600, os.makedev(254, 0))\n${through('')}`, { says: /Operation not permitted/ }),
  inTest('rights: settings of the kernel', `open("/proc/sys/kernel/core_pattern", "w").write("|/tmp/x")\n${through()}`, { says: /Read-only file system|Permission denied/ }),
  inTest('rights: ending the main process of the container', `import os\nos.kill(1, 9)\n${through()}`, { says: /Operation not permitted/ }),
];

/** What belongs to somebody else. */
export const OTHERS = [
  inTest('others’ data: the databases from which others are made', `import psycopg2\nfor name in ("tpl_base", "tpl_demo"):\n    try:\n        psycopg2.connect(host="/run/postgresql", dbname=name)\n    except psycopg2.OperationalError as error:\n        refused = error\n        continue\n    ${through('name')}\nraise refused`, { gate: null, says: /permission denied for database|not currently accepting connections|Read-only file system/ }),
  inTest('others’ data: Postgres’ data directory', `open("/var/lib/postgresql/data/PG_VERSION").read()\n${through()}`, { says: /Permission denied/ }),
  inTest('others’ data: the home of the browser', `import os\nfound = os.listdir("/home/browser")\n${through('found')}`, { says: /Permission denied/ }),
  inTest('others’ data: memory and environment of other users’ processes', `for what in ("environ", "mem", "maps", "fd"):\n    try:\n        with open(f"/proc/1/{what}", "rb") as file:\n            file.read(1)\n    except OSError as error:\n        refused = error\n        continue\n    ${through('what')}\nraise refused`, { says: /Permission denied|Is a directory/ }),
  inTest('others’ data: shared memory of Postgres', `import os\nfound = [name for name in os.listdir("/dev/shm") if os.access(f"/dev/shm/{name}", os.R_OK)]\nif found:\n    ${through('found')}\nopen("/dev/shm/" + sorted(os.listdir("/dev/shm") + ["none"])[0], "rb")\n${through()}`, { says: /Permission denied|No such file/ }),
  inTest('others’ data: sandboxes, sockets and images of the host', `import os\nfound = [path for path in ("/var/lib/docker", "/run/docker.sock", "/run/containerd", "/run/uat/http.sock", "/host", "/.dockerenv.d") if os.path.exists(path)]\nif found:\n    ${through('found')}\nraise OSError("nothing of the host is here")`, { says: /nothing of the host is here/ }),
];
