import { box, circle, polygon, stroke, union, without, type Shape } from './shapes.js';

/** A picture on the icon: a white shape, and another in the second colour above it. */
export interface Glyph { readonly white: Shape; readonly accent: Shape }

const CALENDAR: Glyph = {
  white: union(without(box(64, 68, 64, 58, 8), box(64, 74, 52, 36)), stroke(48, 32, 48, 44, 8), stroke(80, 32, 80, 44, 8)),
  accent: union(...[48, 64, 80].flatMap((x) => [66, 80].map((y) => box(x, y, 9, 9, 2)))),
};
const BOOK: Glyph = {
  white: union(polygon([30, 40], [61, 48], [61, 96], [30, 88]), polygon([98, 40], [67, 48], [67, 96], [98, 88])),
  accent: union(stroke(38, 56, 53, 60, 4), stroke(38, 68, 53, 72, 4), stroke(90, 56, 75, 60, 4), stroke(90, 68, 75, 72, 4)),
};
const WRENCH: Glyph = {
  white: without(union(stroke(48, 80, 78, 50, 15), circle(84, 44, 20), circle(42, 86, 13)), polygon([84, 44], [92, 18], [112, 38]), circle(84, 44, 8)),
  accent: circle(42, 86, 6),
};
const PEOPLE: Glyph = {
  white: union(circle(50, 50, 14), without(circle(50, 96, 27), box(50, 108, 70, 32)), circle(84, 56, 11)),
  accent: without(circle(86, 96, 21), box(86, 107, 60, 30), circle(50, 96, 30)),
};
const CART: Glyph = {
  white: union(stroke(26, 40, 38, 40, 7), stroke(38, 40, 48, 78, 7), stroke(48, 78, 90, 78, 7), polygon([42, 48], [100, 48], [92, 70], [48, 70])),
  accent: union(circle(54, 93, 8), circle(84, 93, 8)),
};
const BOX: Glyph = {
  white: union(polygon([64, 30], [98, 46], [64, 62], [30, 46]), polygon([28, 53], [61, 69], [61, 102], [28, 86]), polygon([100, 53], [67, 69], [67, 102], [100, 86])),
  accent: polygon([80, 64], [90, 59], [90, 74], [80, 79]),
};
const SPEECH: Glyph = {
  white: union(box(64, 58, 72, 48, 14), polygon([44, 78], [64, 78], [44, 98])),
  accent: union(circle(46, 58, 6), circle(64, 58, 6), circle(82, 58, 6)),
};
const CHART: Glyph = {
  white: union(box(42, 78, 14, 36, 3), box(64, 68, 14, 56, 3), box(86, 58, 14, 76, 3)),
  accent: union(stroke(34, 50, 56, 36, 5), stroke(56, 36, 70, 30, 5), circle(34, 50, 5), circle(72, 29, 5)),
};
const BIKE: Glyph = {
  white: union(without(circle(40, 78, 22), circle(40, 78, 15)), without(circle(88, 78, 22), circle(88, 78, 15)), stroke(40, 78, 54, 50, 6), stroke(54, 50, 78, 50, 6), stroke(88, 78, 76, 40, 6), stroke(76, 40, 84, 36, 6)),
  accent: union(stroke(54, 50, 64, 78, 6), stroke(64, 78, 78, 50, 6), stroke(40, 78, 64, 78, 6), stroke(46, 42, 60, 42, 7)),
};
const GIFT: Glyph = {
  white: union(box(64, 52, 70, 16, 3), without(box(64, 80, 60, 36, 3), box(64, 60, 80, 4))),
  accent: union(box(64, 72, 10, 52), without(circle(53, 36, 11), circle(53, 36, 5)), without(circle(75, 36, 11), circle(75, 36, 5))),
};
const LIST: Glyph = {
  white: union(without(box(64, 68, 60, 68, 6), box(72, 58, 32, 6), box(72, 74, 32, 6), box(72, 90, 32, 6)), box(64, 34, 26, 12, 4)),
  accent: union(...[56, 72, 88].flatMap((y) => [stroke(42, y, 46, y + 4, 4), stroke(46, y + 4, 53, y - 4, 4)])),
};

/** What the name and title speak of, tried in this order. */
const BY_WORD: readonly (readonly [RegExp, Glyph])[] = [
  [/bike|bicycle|cycl/, BIKE],
  [/gift|present|voucher/, GIFT],
  [/librar|book(?!ing)|course|school|lesson|training/, BOOK],
  [/wrench|repair|workshop|tool|mainten|machine|fleet|vehicle/, WRENCH],
  [/desk|ticket|support|complain|chat|feedback/, SPEECH],
  [/room|calendar|event|booking|appointment|rental|reserv|schedul/, CALENDAR],
  [/checklist|handover|inspection|audit|task|todo|form/, LIST],
  [/commission|report|account|budget|invoice|contract|subscription/, CHART],
  [/member|employee|staff|team|volunteer|patient/, PEOPLE],
  [/shop|sale|order|price|market/, CART],
];
/** Else what the category is about. */
const BY_CATEGORY: readonly (readonly [RegExp, Glyph])[] = [
  [/human|employ/, PEOPLE], [/account|financ|invoic/, CHART], [/sales|website|ecommerce/, CART], [/marketing|discuss/, SPEECH], [/productivity/, CALENDAR], [/project/, LIST], [/maintenance|manufactur/, WRENCH],
];

export function glyphFor(name: string, title: string, category: string): Glyph {
  const said = `${name} ${title}`.toLowerCase();
  return (BY_WORD.find(([word]) => word.test(said)) ?? BY_CATEGORY.find(([word]) => word.test(category.toLowerCase())))?.[1] ?? BOX;
}
