import { links, readWorkflow, STICKY, WORKFLOW_FILES, type Workflow } from './workflow-files.js';

/** Pixels of the canvas: a node's square, and the label of up to two lines with the operation below it. */
const NODE = { width: 96, height: 96 };
const LABEL_HEIGHT = 72;

interface Box {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxes({ nodes }: Workflow, sticky: boolean): Box[] {
  return nodes
    .filter(({ type }) => (type === STICKY) === sticky)
    .map(({ name, position: [left, top], parameters }) => ({
      name,
      left,
      top,
      right: left + (sticky ? Number(parameters['width']) : NODE.width),
      bottom: top + (sticky ? Number(parameters['height']) : NODE.height + LABEL_HEIGHT),
    }));
}

const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const inside = (a: Box, b: Box): boolean => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
const pairs = (all: readonly Box[]): Array<readonly [Box, Box]> => all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));

describe.each(WORKFLOW_FILES)('%s in the editor', (file) => {
  const workflow = readWorkflow(file);

  test('no node lies on another, no note on another', () => {
    for (const sticky of [false, true]) {
      expect(pairs(boxes(workflow, sticky)).filter(([a, b]) => overlap(a, b)).map(([a, b]) => [a.name, b.name])).toEqual([]);
    }
  });

  test('every node with its label stands on exactly one note', () => {
    const notes = boxes(workflow, true);
    for (const node of boxes(workflow, false)) {
      expect({ node: node.name, on: notes.filter((note) => inside(node, note)).length }).toEqual({ node: node.name, on: 1 });
    }
  });

  test('the flow goes from left to right', () => {
    const at = new Map(boxes(workflow, false).map((box) => [box.name, box]));
    const back = links(workflow).filter(([from, to]) => (at.get(from)?.right ?? Infinity) + 32 > (at.get(to)?.left ?? -Infinity));
    expect(back).toEqual([]);
  });
});
