import { GetInstanceAccessDetailsCommand } from '@aws-sdk/client-lightsail';
import type { HostAccess } from '../hosts/remote-host.js';
import type { Send } from './api.js';

/** How an instance is reached over SSH, and by which keys it is known: Lightsail has seen them at its first boot. */
export async function accessOf(send: Send, name: string): Promise<HostAccess> {
  const { accessDetails } = await send((client) => client.send(new GetInstanceAccessDetailsCommand({ instanceName: name, protocol: 'ssh' })));
  return {
    name,
    address: accessDetails?.ipAddress ?? '',
    username: accessDetails?.username ?? '',
    hostKeys: (accessDetails?.hostKeys ?? []).flatMap(({ algorithm, publicKey }) => (algorithm === undefined || publicKey === undefined ? [] : [{ algorithm, publicKey }])),
  };
}
