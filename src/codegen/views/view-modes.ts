import type { Model } from '../../domain/module-spec/models.js';
import type { KanbanView } from '../../domain/module-spec/views.js';

/** The views that a new model has, in the order in which a window offers them, the first one first. */
export function viewModes(model: Model): readonly string[] {
  const { views } = model;
  const kinds = [...(cardsOf(model) === undefined ? [] : ['kanban']), 'list', ...(['calendar', 'graph', 'pivot', 'activity'] as const).filter((kind) => Boolean(views?.[kind])), 'form'];
  const first = views?.first ?? (model.stages === undefined ? 'list' : 'kanban');
  return kinds.toSorted((a, b) => Number(b === first) - Number(a === first));
}

/** The cards that the spec names, in the columns of its stages; those of stages without a word of the spec. */
export function cardsOf(model: Model): KanbanView | undefined {
  const named = model.views?.kanban;
  if (model.stages === undefined) return named;
  return { fields: [], ...named, groupBy: named?.groupBy ?? model.stages.field };
}
