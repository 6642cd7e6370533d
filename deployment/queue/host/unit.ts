import { pm2Environment } from '../pm2.js';

/** PM2 with all processes as one unit: systemd starts PM2 again, PM2 starts them again. */
export function systemdUnit(home: string, user: string): string {
  const environment = Object.entries(pm2Environment(`${home}/pm2`)).map(([name, value]) => `Environment=${name}=${value}`).join('\n');
  return `[Unit]
Description=Odoo Module Builder: n8n in queue mode and the gateway, under PM2
Wants=network-online.target postgresql.service redis-server.service
After=network-online.target postgresql.service redis-server.service

[Service]
User=${user}
${environment}
Environment=HOME=${home}
WorkingDirectory=${home}
ExecStart=/usr/local/bin/pm2-runtime start ${home}/ecosystem.json
Restart=always
RestartSec=2
# PM2 ends the processes itself, as long as n8n lets running stages go on.
KillMode=mixed
TimeoutStopSec=60
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=full

[Install]
WantedBy=multi-user.target
`;
}
