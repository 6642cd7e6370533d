import { createHash } from 'node:crypto';
import type { ModuleFile } from '../../domain/module-file.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { glyphFor } from './glyphs.js';
import { png, type Colour } from './png.js';
import { box, circle, type Shape } from './shapes.js';

const SIZE = 128;
/** Samples along each side of a pixel, so that edges are smooth. */
const SAMPLES = 4;
/** Ground and second colour: white reads well on the first, the second on white and on the first. */
const PALETTES: readonly (readonly [ground: number, accent: number])[] = [
  [0x714b67, 0xf2b544], [0x1f6f8b, 0xf7a35c], [0x2f7d5b, 0xf4d35e], [0xa2543a, 0x5fc3b5], [0x4a5aa8, 0xffb86b], [0x8a6d1f, 0x7fd1e0],
  [0x2d7f86, 0xff9f80], [0x9b3d61, 0x8fd3c8], [0x3f6b3a, 0xf3c969], [0x6a4c93, 0x8ac926], [0xb0483f, 0xffd27a], [0x35567a, 0xf28f79],
];

const NOTHING: Colour = [0, 0, 0, 0];
const white: Colour = [255, 255, 255, 255];
const rgb = (value: number): Colour => [value >> 16, (value >> 8) & 0xff, value & 0xff, 255];
/** A step of the colour towards white. */
const tint = ([r, g, b]: Colour, by: number): Colour => [r, g, b].map((part) => Math.round(part + (255 - part) * by)).concat(255) as unknown as Colour;

/** `static/description/icon.png`: what the module is about, in colours that its name chooses. */
export function iconFile({ name, title, category }: Pick<ModuleSpec, 'name' | 'title' | 'category'>): ModuleFile {
  const [first = 0, second = 0] = createHash('sha256').update(name).digest();
  const [ground, accent] = (PALETTES[first % PALETTES.length] ?? PALETTES[0] ?? [0, 0]).map(rgb) as unknown as [Colour, Colour];
  const glyph = glyphFor(name, title, category);
  const angle = (second / 256) * 2 * Math.PI;
  const light = circle(64 + 70 * Math.cos(angle), 64 + 70 * Math.sin(angle), 78);
  const layers: readonly (readonly [Shape, Colour])[] = [[glyph.accent, accent], [glyph.white, white], [light, tint(ground, 0.12)]];
  const square = box(64, 64, SIZE, SIZE, 26);
  const at = (x: number, y: number): Colour | null => (square(x, y) ? layers.find(([shape]) => shape(x, y))?.[1] ?? ground : null);
  const corners = Array.from({ length: (SIZE + 1) ** 2 }, (_, i) => at(i % (SIZE + 1), Math.floor(i / (SIZE + 1))));
  return { path: 'static/description/icon.png', content: png(SIZE, (x, y) => ofOneColour(x, y, corners) ?? mixed(x, y, at)) };
}

/** No shape is thinner than a pixel: what has one colour in its corners has one all over, and so have nine pixels in ten. */
function ofOneColour(x: number, y: number, corners: readonly (Colour | null)[]): Colour | null {
  const first = y * (SIZE + 1) + x;
  const corner = corners[first] ?? null;
  return [1, SIZE + 1, SIZE + 2].every((next) => (corners[first + next] ?? null) === corner) ? corner : null;
}

/** The mean of what a pixel covers; of no colour outside. */
function mixed(x: number, y: number, at: (x: number, y: number) => Colour | null): Colour {
  const seen: Colour[] = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    for (let j = 0; j < SAMPLES; j += 1) {
      const colour = at(x + (i + 0.5) / SAMPLES, y + (j + 0.5) / SAMPLES);
      if (colour !== null) seen.push(colour);
    }
  }
  if (seen.length === 0) return NOTHING;
  const mean = (part: 0 | 1 | 2): number => Math.round(seen.reduce((sum, colour) => sum + colour[part], 0) / seen.length);
  return [mean(0), mean(1), mean(2), Math.round((255 * seen.length) / SAMPLES ** 2)];
}
