// A picture asks a million times; by way of the global object that would take most of the time where code runs in a context of its own.
const { abs, max, min } = Math;

/** True inside of the shape; in units of the icon's 128 by 128 squares, y downwards. */
export type Shape = (x: number, y: number) => boolean;

export const circle = (cx: number, cy: number, radius: number): Shape => (x, y) => (x - cx) ** 2 + (y - cy) ** 2 <= radius * radius;

/** A rectangle around its middle, its corners round. */
export const box = (cx: number, cy: number, width: number, height: number, round = 0): Shape => (x, y) => {
  const dx = max(abs(x - cx) - width / 2 + round, 0);
  const dy = max(abs(y - cy) - height / 2 + round, 0);
  return abs(x - cx) <= width / 2 && abs(y - cy) <= height / 2 && dx * dx + dy * dy <= round * round + (round === 0 ? 1 : 0);
};

/** A stroke with round ends. */
export const stroke = (x1: number, y1: number, x2: number, y2: number, width: number): Shape => (x, y) => {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = min(1, max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2 <= (width / 2) ** 2;
};

/** Inside of the corners in their order, convex or not. */
export const polygon = (...corners: readonly (readonly [number, number])[]): Shape => (x, y) => {
  let inside = false;
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length] ?? [0, 0];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
};

export const union = (...shapes: readonly Shape[]): Shape => (x, y) => shapes.some((shape) => shape(x, y));
export const without = (shape: Shape, ...cuts: readonly Shape[]): Shape => (x, y) => shape(x, y) && !cuts.some((cut) => cut(x, y));
