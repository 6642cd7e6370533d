import type { Model } from '../../domain/module-spec/models.js';
import type { CalendarView } from '../../domain/module-spec/views.js';
import { element, type Element } from '../text/xml-element.js';
import { chooseFields } from './field-choice.js';

/** A calendar from the start date, to the stop date if there is one. */
export function calendarView(model: Model, view: CalendarView): Element {
  const { title } = chooseFields(model);
  const shown = [title, view.color, model.states?.field].filter((name): name is string => typeof name === 'string');
  return element('calendar', { date_start: view.start, date_stop: view.stop, color: view.color, mode: view.scale, event_open_popup: '1' },
    [...new Set(shown)].map((name) => element('field', { name })));
}
