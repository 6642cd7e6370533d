import { z } from 'zod/v4';
import type { ModuleFile } from '../domain/module-file.js';

const stored = z.array(z.strictObject({ path: z.string(), text: z.string().optional(), base64: z.string().optional() }));

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A module tree as one artifact: JSON, sorted by path, so that equal trees have equal digests, be their content text or bytes. */
export function encodeTree(files: readonly ModuleFile[]): Uint8Array {
  const entries = [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, content }) => ({ path, ...encodeContent(content) }));
  return Buffer.from(JSON.stringify(entries), 'utf8');
}

function encodeContent(content: string | Uint8Array): { readonly text: string } | { readonly base64: string } {
  if (typeof content === 'string') return { text: content.toWellFormed() };
  try {
    return { text: utf8.decode(content) };
  } catch {
    return { base64: Buffer.from(content).toString('base64') };
  }
}

/** @throws ZodError when the bytes are not what `encodeTree` made. */
export function decodeTree(bytes: Uint8Array): ModuleFile[] {
  return stored.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).map(({ path, text, base64 }) => ({ path, content: text ?? Buffer.from(base64 ?? '', 'base64') }));
}
