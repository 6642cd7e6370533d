import type { UiProblem } from '../../domain/observation.js';
import type { Rule } from './input.js';
import { failure, NOWHERE, type Place } from './place.js';
import { recordPlace, viewPlace, whereabouts, type Sources } from './whereabouts.js';

/** Each page of the module opens without an error in the browser. */
export const ui: Rule = ({ sources, observation }) =>
  (observation.ui?.problems ?? []).map((problem) =>
    failure({ kind: 'ui', ...placeOf(sources, problem), message: problem.message.slice(0, 4000), sentence: `The page "${problem.where}" shows an error when it is opened.` }),
  );

/** Where the words of the browser point; null when nowhere. Odoo's client wraps what a template threw (what it says itself is "Oops!"), its server what it looked for and did not find. */
export function pointedPlace(sources: Sources, message: string): Place | undefined {
  const causes = [...message.matchAll(/^\s*(?:Caused by: |(?=\w+Error: ))(.*)$/gm)].map((match) => match[1] ?? '');
  return [message, ...causes].map((words) => whereabouts(sources, words)).find(({ file }) => file !== null);
}

/** Where the words point; else the view that was open, or the action, where its domain or context is what cannot be read. */
function placeOf(sources: Sources, { message, at, view }: UiProblem): Place {
  const action = at === undefined ? null : recordPlace(sources, at);
  if (action !== null && /evaluate python expression|EvalError/.test(message)) return action;
  const pointed = pointedPlace(sources, message);
  if (pointed !== undefined) return pointed;
  return (view === undefined ? null : viewPlace(sources, view)) ?? action ?? NOWHERE;
}
