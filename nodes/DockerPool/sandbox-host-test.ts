import type { ICredentialDataDecryptedObject, ICredentialTestFunctions, ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { pingDocker } from '../../src/compose.js';
import { asBuilderError } from '../../src/domain/errors.js';
import { dockerConnection } from '../shared/docker-connection.js';

/** Asks the Docker engine behind the credential for its version, and whether the sandbox image is there. */
export async function sandboxHostTest(this: ICredentialTestFunctions, credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>): Promise<INodeCredentialTestResult> {
  try {
    const { version, cpus, memoryBytes, imagePresent } = await pingDocker(dockerConnection(credential.data ?? {}), process.env);
    const size = `Docker ${version}, ${cpus} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB`;
    return imagePresent
      ? { status: 'OK', message: `Connected: ${size}, sandbox image present` }
      : { status: 'Error', message: `Connected (${size}), but the sandbox image is missing on this host. Build or load it there first.` };
  } catch (error) {
    return { status: 'Error', message: asBuilderError(error).message };
  }
}
