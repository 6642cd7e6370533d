import {
  AllocateStaticIpCommand, AttachStaticIpCommand, CreateInstancesCommand, DeleteInstanceCommand, DeleteInstanceSnapshotCommand, DeleteKeyPairCommand,
  EnableAddOnCommand, ImportKeyPairCommand, PutInstancePublicPortsCommand, ReleaseStaticIpCommand, type LightsailClient,
} from '@aws-sdk/client-lightsail';
import { OWNER_TAG, ROLE_TAG, type DesiredInstance, type Opening } from './deployment.js';
import type { Change } from './diff.js';

/** Asks Lightsail for one change. It has come about when it is seen, not when this ends. */
export async function perform(client: LightsailClient, change: Change, project: string): Promise<void> {
  const { name } = change;
  switch (change.kind) {
    case 'import-key':
      // The field is called Base64 and takes the line of an OpenSSH file, as AWS's own command line sends it.
      await client.send(new ImportKeyPairCommand({ keyPairName: name, publicKeyBase64: change.publicKey }));
      return;
    case 'allocate-ip':
      await client.send(new AllocateStaticIpCommand({ staticIpName: name }));
      return;
    case 'create-instance':
      await client.send(creation(change.instance, project));
      return;
    case 'attach-ip':
      await client.send(new AttachStaticIpCommand({ staticIpName: name, instanceName: change.instance }));
      return;
    case 'set-openings':
      await client.send(new PutInstancePublicPortsCommand({ instanceName: name, portInfos: (change.openings ?? []).map(portInfo) }));
      return;
    case 'daily-snapshot':
      await client.send(new EnableAddOnCommand({ resourceName: name, addOnRequest: { addOnType: 'AutoSnapshot', autoSnapshotAddOnRequest: { snapshotTimeOfDay: `${String(change.hour).padStart(2, '0')}:00` } } }));
      return;
    case 'delete-instance':
      await client.send(new DeleteInstanceCommand({ instanceName: name, forceDeleteAddOns: true }));
      return;
    case 'delete-snapshot':
      await client.send(new DeleteInstanceSnapshotCommand({ instanceSnapshotName: name }));
      return;
    case 'release-ip':
      await client.send(new ReleaseStaticIpCommand({ staticIpName: name }));
      return;
    case 'delete-key':
      await client.send(new DeleteKeyPairCommand({ keyPairName: name }));
  }
}

/** No userData: whoever is on the instance can read it, and what is installed comes over SSH. */
function creation(instance: DesiredInstance, project: string): CreateInstancesCommand {
  return new CreateInstancesCommand({
    instanceNames: [instance.name],
    availabilityZone: instance.zone,
    blueprintId: instance.blueprint,
    bundleId: instance.bundle.id,
    keyPairName: instance.keyPair,
    tags: [{ key: OWNER_TAG, value: project }, { key: ROLE_TAG, value: instance.role }],
  });
}

/** Both lists are always sent: one that is left out may mean anywhere. */
const portInfo = (opening: Opening) => ({ protocol: opening.protocol, fromPort: opening.from, toPort: opening.to, cidrs: [...opening.cidrs], ipv6Cidrs: [...opening.ipv6Cidrs] });
