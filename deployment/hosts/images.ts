import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { quote } from './quote.js';
import type { RemoteHost } from './remote-host.js';

/** An image of this machine. */
export interface LocalImage {
  /** `omb-sandbox:…` */
  readonly tag: string;
  /** `sha256:…`: the same on every host that has the same image. */
  readonly id: string;
}

/** @throws Error when Docker of this machine does not have it */
export async function localImage(tag: string): Promise<LocalImage> {
  const child = spawn('docker', ['image', 'inspect', '--format', '{{.Id}}', tag], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [id, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(`Docker of this machine has no image ${tag}: ${complaint.trim()}`);
  return { tag, id: id.trim() };
}

/** Hands an image over unless the host has the very same; looks afterwards whether it is. */
export async function sendImage(host: RemoteHost, image: LocalImage, say: (line: string) => void): Promise<void> {
  if ((await imageId(host, image.tag)) === image.id) return;
  say(`${host.name}: sending ${image.tag}`);
  const save = spawn('docker', ['save', image.tag], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(save, 'close') as Promise<[number | null]>;
  await host.run('docker load --quiet', { input: save.stdout.pipe(createGzip({ level: 1 })) });
  const [code] = await ended;
  const arrived = await imageId(host, image.tag);
  if (code !== 0 || arrived !== image.id) throw new Error(`${image.tag} did not arrive on ${host.name} as it is here (${arrived || 'none'} instead of ${image.id}). Run it again.`);
}

const imageId = (host: RemoteHost, tag: string): Promise<string> => host.run(`docker image inspect --format '{{.Id}}' ${quote(tag)} 2>/dev/null || :`);
