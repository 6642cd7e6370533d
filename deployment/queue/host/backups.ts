import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetupConf } from './setup-conf.js';
import { put, run } from './system.js';

/** As old as the last whole backup; health and metrics tell its age. */
export const BACKUP_STAMP = '/var/lib/odoo-module-builder/backup-stamp';

const SCRIPT = '/usr/local/lib/odoo-module-builder/backup';
const NAME = 'odoo-builder-backup';

/** A backup at 2 AM each day, by a timer of systemd: `journalctl -u odoo-builder-backup` has what it said. */
export async function setUpBackups(release: string, backup: SetupConf['backup']): Promise<void> {
  if (backup === null) return;
  await put('/etc/odoo-module-builder/backup-recipient', `${backup.recipient}\n`);
  await put(SCRIPT, await readFile(join(release, 'deployment/n8n/scripts/backup.sh'), 'utf8'), 0o755);
  // Until the first one health counts from here.
  if ((await readFile(BACKUP_STAMP).catch(() => null)) === null) await put(BACKUP_STAMP, 'the last whole backup is as old as this file\n');
  const changed = [await put(`/etc/systemd/system/${NAME}.service`, service(backup.days)), await put(`/etc/systemd/system/${NAME}.timer`, TIMER)].some(Boolean);
  if (changed) await run('systemctl', 'daemon-reload');
  await run('systemctl', '--quiet', 'enable', `${NAME}.timer`);
  await run('systemctl', changed ? 'restart' : 'start', `${NAME}.timer`);
}

const service = (days: number): string => `[Unit]
Description=Backup of the Odoo Module Builder
After=postgresql.service

[Service]
Type=oneshot
Environment=BACKUP_DAYS=${days}
ExecStart=${SCRIPT}
Nice=10
IOSchedulingClass=idle
PrivateTmp=true
`;

/** The host's own clock: UTC on Lightsail. One that was missed is made when the host is back. */
const TIMER = `[Unit]
Description=Backup of the Odoo Module Builder at 2 AM

[Timer]
OnCalendar=*-*-* 02:00:00
Persistent=true

[Install]
WantedBy=timers.target
`;
