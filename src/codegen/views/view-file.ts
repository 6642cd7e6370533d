import type { ModuleFile } from '../../domain/module-file.js';
import type { Model } from '../../domain/module-spec/models.js';
import { underscored } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { element, xmlDocument } from '../text/xml-element.js';
import { actionRecord } from './action.js';
import { calendarView } from './calendar.js';
import { extensionViews } from './extension.js';
import { formView } from './form.js';
import { activityView, graphView, pivotView } from './figures.js';
import { kanbanView, quickCreateForm } from './kanban.js';
import { listView } from './list.js';
import { searchView } from './search.js';
import { cardsOf } from './view-modes.js';
import { viewRecord } from './view-record.js';

/** `views/library_book_views.xml`: a new model's views and its window action, or what is added to the views of Odoo's own; null when there is nothing. */
export function viewFile(model: Model, index: SpecIndex): ModuleFile | null {
  const { views } = model;
  const cards = cardsOf(model);
  const quick = cards === undefined ? null : quickCreateForm(model, cards);
  const records = model.extends ? extensionViews(model, index) : [
    viewRecord(model, 'list', listView(model, index)),
    viewRecord(model, 'form', formView(model, index)),
    ...(quick === null ? [] : [viewRecord(model, 'form_quick_create', quick, true)]),
    ...(cards === undefined ? [] : [viewRecord(model, 'kanban', kanbanView(model, cards, index))]),
    ...(views?.calendar === undefined ? [] : [viewRecord(model, 'calendar', calendarView(model, views.calendar))]),
    ...(views?.graph === undefined ? [] : [viewRecord(model, 'graph', graphView(model, views.graph))]),
    ...(views?.pivot === undefined ? [] : [viewRecord(model, 'pivot', pivotView(model, views.pivot))]),
    ...(views?.activity === true ? [viewRecord(model, 'activity', activityView(model))] : []),
    viewRecord(model, 'search', searchView(model, index)),
    actionRecord(model),
  ];
  if (records.length === 0) return null;
  return { path: viewPath(model), content: xmlDocument(element('odoo', {}, records)) };
}

export function viewPath(model: Model): string {
  return `views/${underscored(model.name)}_views.xml`;
}
