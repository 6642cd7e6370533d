import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { ModuleFile } from '../domain/module-file.js';

const SIZE = 128;
/** Quiet colours on which white reads well. */
const COLOURS = [0x714b67, 0x2d6a8e, 0x2f7d5b, 0xa2543a, 0x5b5ea6, 0x8a6d1f, 0x3d7a80, 0x9b3d61] as const;

/** `static/description/icon.png`: a box on a rounded square, its colour by the module's name. */
export function iconFile(module: string): ModuleFile {
  const colour = COLOURS[(createHash('sha256').update(module).digest()[0] ?? 0) % COLOURS.length] ?? COLOURS[0];
  const rows = Buffer.alloc(SIZE * (SIZE + 1));
  for (let y = 0; y < SIZE; y += 1) for (let x = 0; x < SIZE; x += 1) rows[y * (SIZE + 1) + 1 + x] = pixel(x, y);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from([0, 0, 0, colour >> 16, (colour >> 8) & 0xff, colour & 0xff, 0xff, 0xff, 0xff]);
  // Uncompressed, so that the bytes do not depend on the version of zlib.
  const pixels = deflateSync(rows, { level: 0 });
  const parts = [chunk('IHDR', header), chunk('PLTE', palette), chunk('tRNS', Buffer.from([0, 255, 255])), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return { path: 'static/description/icon.png', content: new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** 0 outside of the rounded square, 2 on the lines of the box, 1 elsewhere. */
function pixel(x: number, y: number): 0 | 1 | 2 {
  const corner = 24;
  const dx = Math.max(corner - x, x - (SIZE - 1 - corner), 0);
  const dy = Math.max(corner - y, y - (SIZE - 1 - corner), 0);
  if (dx * dx + dy * dy > corner * corner) return 0;
  const middle = Math.abs(x - 63.5);
  const slope = middle / 2;
  const onEdge = (line: number): boolean => Math.abs(y - line) <= 3;
  const inWidth = middle <= 38;
  const top = inWidth && (onEdge(30 + slope) || onEdge(68 - slope));
  const bottom = inWidth && onEdge(106 - slope);
  const sides = middle >= 34 && middle <= 39 && y >= 47 && y <= 88;
  const ridge = middle <= 3 && y >= 68 && y <= 106;
  return top || bottom || sides || ridge ? 2 : 1;
}
