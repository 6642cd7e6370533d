import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebianHost } from './debian-host.js';

/** On the host for the time of the search; a file, because what is searched for must not be an argument of the search. */
const PATTERNS = '/root/canaries';

/** Each prints lines that begin with the place of a hit. Files of root and of the product that nobody else may read are where secrets belong. */
const SEARCHES = [
  `journalctl --no-pager --output cat | grep -aF -f ${PATTERNS} | sed 's/^/journal: /'`,
  `find /var/log -type f ! -path '*/journal/*' -exec grep -alF -f ${PATTERNS} {} + | sed 's/^/log: /'`,
  // n8n's event logs and PM2's own files; ecosystem.json and secrets.json lie above them.
  `find /var/lib/odoo-module-builder/n8n/*/ -type f ! -path '*/node_modules/*' ! -path '*/.n8n/config' -exec grep -alF -f ${PATTERNS} {} + 2>/dev/null | sed 's/^/state: /'`,
  `for process in /proc/[0-9]*; do { tr '\\0' '\\n' <$process/cmdline; } 2>/dev/null | grep -aF -f ${PATTERNS} | sed "s|^|arguments of $process: |"; done`,
  `find /etc /home /opt /root /run /srv /tmp /usr/local /var -xdev -type f -perm /044 -size -20M ! -path '*/node_modules/*' ! -path '/var/log/journal/*' ! -path '/var/lib/docker/*' ! -path '/var/lib/postgresql/*' -exec grep -alF -f ${PATTERNS} {} + 2>/dev/null | sed 's/^/readable: /'`,
  // n8n: executions, workflows, settings; credentials are encrypted there. Ours: sessions, events, prompts with their answers.
  `for database in n8n omb; do id postgres >/dev/null 2>&1 && runuser -u postgres -- pg_dump $database 2>/dev/null | grep -aF -f ${PATTERNS} | cut -c 1-200 | sed "s/^/database $database: /"; done`,
  // Artifacts and states of live Odoos are bytes, which a dump writes as digits.
  `id postgres >/dev/null 2>&1 && for column in artifact.bytes uat_state.database; do runuser -u postgres -- psql -Xqd omb -c "COPY (SELECT \${column#*.} FROM omb.\${column%.*}) TO STDOUT (FORMAT binary)" | grep -acF -f ${PATTERNS} | grep -v '^0$' | sed "s/^/$column: /"; done`,
  `command -v docker >/dev/null && for id in $(docker ps -aq); do { docker inspect $id; docker logs $id 2>&1; } | grep -aF -f ${PATTERNS} | sed "s/^/container $id: /"; done`,
];

/** Where on a host one of the secrets can be read by more than its owner: nowhere, and the list is empty. */
export async function leaksOn(host: DebianHost, secrets: readonly string[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'omb-leaks-'));
  try {
    await writeFile(join(folder, 'canaries'), secrets.map((secret) => `${secret}\n`).join(''), { mode: 0o600 });
    await host.copy(join(folder, 'canaries'), PATTERNS);
    const found = await host.must(`{ ${SEARCHES.map((search) => `${search} || :`).join('\n')}\n}`);
    return found.split('\n').filter((line) => line !== '');
  } finally {
    await host.sh(`rm -f ${PATTERNS}`);
    await rm(folder, { recursive: true });
  }
}
