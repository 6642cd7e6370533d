import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { ICredentialDataDecryptedObject, ICredentialTestFunctions, ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { sandboxHostTest } from '../../../nodes/DockerPool/sandbox-host-test.js';
import { Authority } from '../../support/certificates.js';
import { expectSentence } from '../../support/for-a-person.js';
import { testImages } from '../../support/images.js';
import { newKeyPair, SshDoor } from '../../support/ssh-door.js';

jest.setTimeout(60_000);

const DOCKER = '/var/run/docker.sock';
let folder: string;
const open = new Set<{ close(done?: () => void): unknown }>();
const sockets = new Set<Socket>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omb-doors-'));
  process.env['OMB_SANDBOX_IMAGE'] = testImages().sandbox;
});
afterAll(async () => {
  delete process.env['OMB_SANDBOX_IMAGE'];
  for (const socket of sockets) socket.destroy();
  await Promise.all([...open].map((server) => new Promise<void>((done) => void server.close(() => done()))));
  await rm(folder, { recursive: true, force: true });
});

/** What n8n's editor shows when somebody tests the credential. */
const tested = (data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> =>
  sandboxHostTest.call({} as ICredentialTestFunctions, { id: '1', name: 'Docker', type: 'odooSandboxHostApi', data } satisfies ICredentialsDecrypted<ICredentialDataDecryptedObject>);
const CONNECTED = /^Connected: Docker \d+\.\d+[^ ]*, \d+ cores, \d+ GiB, sandbox image present$/;

/** In TLS 1.3 the host's refusal may be overtaken by the end of the connection. */
const REFUSED = /^The Docker host "127\.0\.0\.1" (refuses this client|does not answer)/;

async function refused(data: ICredentialDataDecryptedObject, words: RegExp): Promise<void> {
  const { status, message } = await tested(data);
  expect([status, message]).toEqual(['Error', expect.stringMatching(words)]);
  expectSentence(message.replaceAll(/ \([^)]*\)/g, ''));
}

/** To this machine's Docker. */
function through(near: Socket): void {
  const far = connect(DOCKER);
  for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined).on('close', () => (near.destroy(), far.destroy())));
  near.pipe(far).pipe(near);
}

async function listening(server: Server): Promise<number> {
  open.add(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

describe('the test of the credential, by socket', () => {
  test('connects, and says how large the host is and that the image is there', async () => {
    expect(await tested({ connection: 'socket', socketPath: DOCKER })).toEqual({ status: 'OK', message: expect.stringMatching(CONNECTED) });
    expect(await tested({})).toMatchObject({ status: 'OK' });
  });

  test('says that the image is missing', async () => {
    process.env['OMB_SANDBOX_IMAGE'] = 'omb-sandbox:never-built';
    await refused({ connection: 'socket', socketPath: DOCKER }, /^Connected \(Docker .*\), but the sandbox image is missing on this host/).finally(() => (process.env['OMB_SANDBOX_IMAGE'] = testImages().sandbox));
  });

  test('says so when nothing is there, or something that is no Docker', async () => {
    await refused({ connection: 'socket', socketPath: join(folder, 'nothing.sock') }, /does not answer .*Is Docker running there, and may this process reach it\?$/);
    const other = createServer((socket) => void sockets.add(socket.on('error', () => undefined)).add(socket.end('220 mail.example ESMTP\r\n')));
    open.add(other);
    await new Promise<void>((done) => other.listen(join(folder, 'mail.sock'), done));
    await refused({ connection: 'socket', socketPath: join(folder, 'mail.sock') }, /The Docker host "local"/);
  });
});

describe('the test of the credential, by mutual TLS', () => {
  let data: ICredentialDataDecryptedObject;
  let ours: Authority;
  let theirs: Authority;
  beforeAll(async () => {
    ours = new Authority(folder, 'ours');
    theirs = new Authority(folder, 'theirs');
    const client = ours.issue('n8n', 'clientAuth');
    const port = await listening(createTlsServer({ ...ours.issue('127.0.0.1', 'serverAuth'), ca: ours.ca, requestCert: true, rejectUnauthorized: true }, through));
    data = { connection: 'tls', host: '127.0.0.1', port, ca: ours.ca, cert: client.cert, clientPrivateKey: client.key };
  });

  test('connects when both sides know each other', async () => {
    expect(await tested(data)).toEqual({ status: 'OK', message: expect.stringMatching(CONNECTED) });
  });

  test('is refused by the host when the client’s certificate is another authority’s, or none', async () => {
    const stranger = theirs.issue('n8n', 'clientAuth');
    await refused({ ...data, cert: stranger.cert, clientPrivateKey: stranger.key }, REFUSED);
    await refused({ ...data, cert: '', clientPrivateKey: '' }, REFUSED);
  });

  test('refuses a host whose certificate is another authority’s, or of another address', async () => {
    await refused({ ...data, ca: '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----' }, /is not trusted/);
    await refused({ ...data, ca: theirs.ca }, /^The Docker host "127\.0\.0\.1" is not trusted .* from the authority whose certificate was given\.$/);
    const port = await listening(createTlsServer({ ...ours.issue('docker-1.internal', 'serverAuth'), ca: ours.ca, requestCert: true }, through));
    await refused({ ...data, port }, /^The Docker host "127\.0\.0\.1" is not trusted .* from the authority whose certificate was given\.$/);
  });

  test('never falls back to a host without TLS, and says so of what is no certificate', async () => {
    await refused({ ...data, port: await listening(createServer(through)) }, /The Docker host "127\.0\.0\.1"/);
    for (const [key, value] of [['cert', 'no certificate'], ['clientPrivateKey', 'no key'], ['clientPrivateKey', theirs.issue('n8n', 'clientAuth').key]] as const) {
      await refused({ ...data, [key]: value }, /^A certificate or private key for the Docker host "127\.0\.0\.1" cannot be read .*BEGIN and END lines/);
    }
  });
});

describe('the test of the credential, by SSH', () => {
  let door: SshDoor;
  let data: ICredentialDataDecryptedObject;
  beforeAll(async () => {
    door = await SshDoor.listen('docker');
    const { port, privateKey, hostKey } = door;
    data = { connection: 'ssh', host: '127.0.0.1', sshPort: port, username: 'docker', privateKey, hostKey };
  });
  afterAll(() => door.close());

  test('connects with the key, to the host that has the fingerprint', async () => {
    expect(await tested(data)).toEqual({ status: 'OK', message: expect.stringMatching(CONNECTED) });
  });

  test('refuses a host with another key, and one whose key nobody named', async () => {
    for (const hostKey of [`SHA256:${'A'.repeat(43)}`, '']) await refused({ ...data, hostKey }, /shows another SSH key than the fingerprint that was given/);
  });

  test('is refused with another key or as another user', async () => {
    await refused({ ...data, privateKey: newKeyPair().private }, /The Docker host "127\.0\.0\.1" does not answer/);
    await refused({ ...data, username: 'root' }, /The Docker host "127\.0\.0\.1" does not answer/);
  });

  test('says so of what is no key, and of a port where nobody is', async () => {
    await refused({ ...data, privateKey: 'no key' }, /^A certificate or private key .* cannot be read/);
    await refused({ ...data, sshPort: 1 }, /The Docker host "127\.0\.0\.1" does not answer/);
  });
});
