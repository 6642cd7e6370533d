import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, opacity; 0 to 255. */
export type Colour = readonly [number, number, number, number];

/** A square picture with a palette. Uncompressed, so that the bytes do not depend on the version of zlib. */
export function png(size: number, pixel: (x: number, y: number) => Colour): Uint8Array {
  const palette = new Map<number, number>();
  const colours: Colour[] = [];
  const rows = Buffer.alloc(size * (size + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const colour = pixel(x, y);
      const key = ((colour[0] * 256 + colour[1]) * 256 + colour[2]) * 256 + colour[3];
      let index = palette.get(key);
      if (index === undefined) {
        index = colours.length < 256 ? colours.push(colour) - 1 : nearest(colour, colours);
        palette.set(key, index);
      }
      rows[y * (size + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const parts = [chunk('IHDR', header), chunk('PLTE', Buffer.from(colours.flatMap(([r, g, b]) => [r, g, b]))), chunk('tRNS', Buffer.from(colours.map(([, , , a]) => a))), chunk('IDAT', deflateSync(rows, { level: 0 })), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]));
}

/** For the few mixtures beyond what a palette holds. */
function nearest(colour: Colour, colours: readonly Colour[]): number {
  const distance = (other: Colour): number => other.reduce((sum, part, i) => sum + (part - (colour[i] ?? 0)) ** 2, 0);
  return colours.reduce((best, other, index) => (distance(other) < distance(colours[best] ?? other) ? index : best), 0);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
