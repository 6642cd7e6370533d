import type { XmlFacts } from '../../domain/source-facts.js';

/** Tags whose fields belong to the view's own model: below a field, they are the related model's. */
const VIEW = new Set(['list', 'form', 'kanban', 'calendar', 'search', 'pivot', 'graph', 'activity']);

export interface ViewElement {
  /** Model of the view. */
  readonly model: string;
  readonly element: XmlFacts['elements'][number];
}

/** The elements inside views that belong to the view's own model; those of a list in a form's field do not. */
export function viewElements({ elements }: XmlFacts): ViewElement[] {
  const found: ViewElement[] = [];
  let model: string | null = null;
  let view: number | null = null;
  let inside: number | null = null;
  for (const element of elements) {
    const { tag, attributes, text, depth } = element;
    if (tag === 'record') [model, view, inside] = [attributes['model'] === 'ir.ui.view' ? '' : null, null, null];
    if (model === null) continue;
    if (view === null && tag === 'field' && attributes['name'] === 'model') model = text.trim();
    if (view === null && VIEW.has(tag)) view = depth;
    if (view === null || depth <= view) continue;
    if (inside !== null && depth <= inside) inside = null;
    if (inside !== null) continue;
    found.push({ model, element });
    if (tag === 'field') inside = depth;
  }
  return found;
}
