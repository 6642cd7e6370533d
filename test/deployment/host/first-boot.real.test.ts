import { DebianHosts } from './debian-host.js';

test('cloud-init runs userData as root at the first boot and not again, and lets the operator’s key in', async () => {
  const hosts = await DebianHosts.start('first');
  try {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
    const host = await hosts.boot(10, { authorizedKey: key, userData: '#!/bin/sh\nid -un >>/root/who\n' });
    const hostKeys = await host.must('cat /etc/ssh/ssh_host_*_key.pub');
    expect(await host.must('cat /root/who; cat ~admin/.ssh/authorized_keys; cloud-init status')).toBe(`root\n${key}\nstatus: done`);
    expect(await host.must('sudo -u admin sudo -n id -u')).toMatch(/^0$/m);
    await host.reboot();
    expect(await host.must('cat /root/who')).toBe('root');
    expect(await host.must('cat /etc/ssh/ssh_host_*_key.pub')).toBe(hostKeys);
  } finally {
    await hosts.end();
  }
}, 10 * 60_000);
